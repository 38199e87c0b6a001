import type {RefObject} from 'preact'
import {useRef} from 'preact/hooks'
import {LabelledField} from './labelled-field'
import {Loaded, useLoading} from './loaded'
import {localSite, type Settings} from './local-site'
import {Panel} from './panel'
import {QuietButton} from './quiet-button'
import {StatusLine, useStatus} from './status-line'

/** What a plan allows, and how far reads lag: nobody can see either on a real site before they are met. */
export function LimitsPanel() {
  const status = useStatus()
  const settings = useLoading(() => localSite.settings())
  const collections = useRef<HTMLInputElement>(null)
  const items = useRef<HTMLInputElement>(null)
  const lag = useRef<HTMLInputElement>(null)
  const save = () =>
    status.run('save the limits', async () => {
      const seconds = number(lag)
      await localSite.changeSettings({
        maxCollections: whole(collections),
        maxItems: whole(items),
        readLagMs: seconds === null ? null : Math.round(seconds * 1000),
      })
      status.say('Saved the limits.')
    })
  return (
    <Panel
      title="Plan and reads"
      text="How much the site’s plan allows, and how far reads lag behind writes unless they ask for the newest. Blank: no limit, no lag."
    >
      <Loaded what="the limits" loading={settings}>
        {({maxCollections, maxItems, readLagMs}: Settings) => (
          <form
            id="limits"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            <div class="fields">
              <LabelledField label="Collections at most" id="limit-collections">
                <Count field={collections} id="limit-collections" value={maxCollections} />
              </LabelledField>
              <LabelledField label="Items at most" id="limit-items">
                <Count field={items} id="limit-items" value={maxItems} />
              </LabelledField>
              <LabelledField label="Reads lag by, in seconds" id="limit-lag">
                <Count field={lag} id="limit-lag" value={readLagMs && readLagMs / 1000} />
              </LabelledField>
            </div>
            <QuietButton submits="limits">Save limits</QuietButton>
          </form>
        )}
      </Loaded>
      <StatusLine status={status} />
    </Panel>
  )
}

function Count({
  field,
  id,
  value,
}: {
  field: RefObject<HTMLInputElement | null>
  id: string
  value: number | null | undefined
}) {
  return <input ref={field} type="number" id={id} min={0} step="any" defaultValue={String(value ?? '')} />
}

/** `null`: blank. */
function number({current: input}: RefObject<HTMLInputElement | null>): number | null {
  if (!input || (input.value === '' && !input.validity.badInput)) return null
  const value = Number(input.value)
  if (input.validity.badInput || !Number.isFinite(value) || value < 0) {
    input.focus()
    throw new Error('Give a number of 0 or more, or nothing.')
  }
  return value
}

function whole(field: RefObject<HTMLInputElement | null>): number | null {
  const value = number(field)
  if (value === null || Number.isInteger(value)) return value
  field.current?.focus()
  throw new Error('Give a whole number of 0 or more, or nothing.')
}
