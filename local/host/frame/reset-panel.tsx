import {askOnce} from './ask-once'
import {localSite} from './local-site'
import {Panel} from './panel'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

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

export function ResetPanel({done}: {done(): void}) {
  const status = useStatus()
  const reset = async (seed: keyof typeof SEEDS) => {
    const {button, title, text, done: sentence} = SEEDS[seed]
    if (!(await askOnce({title, text, confirm: button}))) return
    await status.run('reset the site', async () => {
      await localSite.reset(seed)
      status.say(sentence)
      done()
    })
  }
  return (
    <Panel title="Start over" text="Throws away everything on the local site. Nothing on Wix is touched.">
      <div class="buttons">
        {(['demo', 'empty'] as const).map((seed) => (
          <QuietButton key={seed} skin="destructive" onClick={() => void reset(seed)}>
            {SEEDS[seed].button}
          </QuietButton>
        ))}
      </div>
      <StatusLine status={status} />
    </Panel>
  )
}
