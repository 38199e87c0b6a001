import type {RefObject} from 'preact'
import {useRef} from 'preact/hooks'
import {LabelledField} from './labelled-field'
import {Loaded, useLoading} from './loaded'
import {localSite, type Durations} from './local-site'
import {Panel} from './panel'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

export function DurationsPanel() {
  const status = useStatus()
  const settings = useLoading(() => localSite.settings())
  const backup = useRef<HTMLInputElement>(null)
  const restore = useRef<HTMLInputElement>(null)
  const save = () =>
    status.run('save the durations', async () => {
      await localSite.changeSettings({backupMs: milliseconds(backup), restoreMs: milliseconds(restore)})
      status.say('Saved the durations. They count for work that starts from now on.')
    })
  return (
    <Panel title="Durations" text="How long work stays PENDING at the least. On Wix this takes minutes.">
      <Loaded what="the durations" loading={settings}>
        {(durations: Durations) => (
          <form
            id="durations"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            <div class="fields">
              <LabelledField label="A backup, in seconds" id="duration-backup">
                <Seconds field={backup} id="duration-backup" ms={durations.backupMs} />
              </LabelledField>
              <LabelledField label="A restoration, in seconds" id="duration-restore">
                <Seconds field={restore} id="duration-restore" ms={durations.restoreMs} />
              </LabelledField>
            </div>
            <QuietButton submits="durations">Save durations</QuietButton>
          </form>
        )}
      </Loaded>
      <StatusLine status={status} />
    </Panel>
  )
}

function Seconds({field, id, ms}: {field: RefObject<HTMLInputElement | null>; id: string; ms: number}) {
  return (
    <input ref={field} type="number" id={id} min={0} step="any" defaultValue={String(ms / 1000)} required />
  )
}

function milliseconds({current: input}: RefObject<HTMLInputElement | null>): number {
  const value = Number(input?.value)
  if (!input || input.value === '' || !Number.isFinite(value) || value < 0) {
    input?.focus()
    throw new Error('Give the number of seconds, 0 or more.')
  }
  return Math.round(value * 1000)
}
