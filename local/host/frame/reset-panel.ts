import {askOnce} from './ask-once'
import {h} from './create-element'
import {localSite} from './local-site'
import {panel} from './panel'
import {statusLine} from './status-line'

const SEEDS = {
  demo: {
    button: 'Reset to demo data',
    title: 'Reset to demo data?',
    text: 'Every collection, item, backup and restoration of the local site is replaced by the demo data.',
    done: 'The local site has the demo data again.',
  },
  empty: {
    button: 'Reset to an empty site',
    title: 'Reset to an empty site?',
    text: 'Every collection, item, backup and restoration of the local site is deleted.',
    done: 'The local site is empty.',
  },
} as const

export function resetPanel(done: () => void) {
  const status = statusLine()
  return {
    element: panel(
      'Start over',
      h('p', {class: 'muted'}, 'Throws away everything on the local site. Nothing on Wix is touched.'),
      h('div', {class: 'buttons'}, seedButton('demo'), seedButton('empty')),
      status.element,
    ),
  }

  function seedButton(seed: keyof typeof SEEDS) {
    const {button} = SEEDS[seed]
    return h(
      'button',
      {type: 'button', class: 'button danger-quiet', onclick: () => void reset(seed)},
      button,
    )
  }

  async function reset(seed: keyof typeof SEEDS) {
    const {button, title, text, done: sentence} = SEEDS[seed]
    if (!(await askOnce({title, text, confirm: button}))) return
    await status.run('reset the site', async () => {
      await localSite.reset(seed)
      status.say(sentence)
      done()
    })
  }
}
