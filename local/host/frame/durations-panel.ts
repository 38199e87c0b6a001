import {h} from './create-element'
import {labelledField} from './labelled-field'
import {loadingRegion} from './loading-region'
import {localSite, type Durations} from './local-site'
import {panel} from './panel'
import {statusLine} from './status-line'

export function durationsPanel() {
  const status = statusLine()
  const region = loadingRegion({what: 'the durations', load: () => localSite.settings(), render: form})
  void region.reload()

  return {
    element: panel(
      'Durations',
      h('p', {class: 'muted'}, 'How long work stays PENDING at the least. On Wix this takes minutes.'),
      region.element,
      status.element,
    ),
    reload: () => void region.reload(),
  }

  function form(durations: Durations) {
    const backup = seconds('duration-backup', durations.backupMs)
    const restore = seconds('duration-restore', durations.restoreMs)
    return h(
      'form',
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault()
          void save(backup, restore)
        },
      },
      h(
        'div',
        {class: 'fields'},
        labelledField('A backup, in seconds', backup),
        labelledField('A restoration, in seconds', restore),
      ),
      h('button', {type: 'submit', class: 'button'}, 'Save durations'),
    )
  }

  async function save(backup: HTMLInputElement, restore: HTMLInputElement) {
    await status.run('save the durations', async () => {
      await localSite.changeSettings({backupMs: milliseconds(backup), restoreMs: milliseconds(restore)})
      status.say('Saved the durations. They count for work that starts from now on.')
    })
  }
}

function seconds(id: string, ms: number) {
  return h('input', {type: 'number', id, min: 0, step: 'any', value: ms / 1000, required: true})
}

function milliseconds(input: HTMLInputElement) {
  const value = Number(input.value)
  if (input.value === '' || !Number.isFinite(value) || value < 0) {
    input.focus()
    throw new Error('Give the number of seconds, 0 or more.')
  }
  return Math.round(value * 1000)
}
