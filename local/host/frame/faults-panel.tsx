import {useState} from 'preact/hooks'
import {LabelledField} from './labelled-field'
import {Loaded, useLoading} from './loaded'
import {localSite, type Fault, type Faults} from './local-site'
import {Panel} from './panel'
import {StatusLine, useStatus} from './status-line'
import {QuietButton} from './quiet-button'

const EFFECTS: Record<string, string> = {
  throttle: 'The call is refused: too many requests (429).',
  unavailable: 'The call is refused: the service is unavailable (503).',
  timeout: 'The call does nothing and answers too late (504).',
  'lose-response': 'The work is done, but its answer is lost.',
  latency: 'The call is answered a second later.',
  'fail-backup': 'The backup starts, and ends FAILED.',
  'fail-restoration': 'The restoration starts, and ends FAILED.',
}

/** These happen inside the engine, to one kind of work. */
const OPERATION_OF: Record<string, string> = {
  'fail-backup': 'createBackup',
  'fail-restoration': 'restoreBackup',
}

const ANY_OPERATION = '*'
const FIRST_OPERATION = 'createBackup'

export function FaultsPanel() {
  const status = useStatus()
  const faults = useLoading(() => localSite.faults())
  const add = (fault: Fault) =>
    status.run('add the fault', async () => {
      if (!Number.isInteger(fault.times) || fault.times < 1)
        throw new Error('Give a whole number of times, 1 or more.')
      await localSite.addFault(fault)
      status.say(`${nameOf(fault.operation)}: ${fault.effect} is waiting.`)
      await faults.reload()
    })
  const clear = () =>
    status.run('clear the faults', async () => {
      await localSite.clearFaults()
      status.say('Cleared all faults.')
      await faults.reload()
    })
  return (
    <Panel title="Faults" text="Make the next calls fail, to see what the page and your code do then.">
      <Loaded what="the faults" loading={faults}>
        {(found) => (
          <>
            <FaultForm known={found} add={(fault) => void add(fault)} />
            <Waiting faults={found.faults} clear={() => void clear()} />
          </>
        )}
      </Loaded>
      <StatusLine status={status} />
    </Panel>
  )
}

function FaultForm({known: {operations, effects}, add}: {known: Faults; add(fault: Fault): void}) {
  const [operation, setOperation] = useState(
    operations.includes(FIRST_OPERATION) ? FIRST_OPERATION : (operations[0] ?? ''),
  )
  const [effect, setEffect] = useState(effects[0] ?? '')
  const [times, setTimes] = useState('1')
  const choose = (wanted: string) => {
    setEffect(wanted)
    const only = OPERATION_OF[wanted]
    if (only && operations.includes(only)) setOperation(only)
  }
  return (
    <form
      id="fault"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        add({operation, effect, times: Number(times)})
      }}
    >
      <div class="fields">
        <LabelledField label="Operation" id="fault-operation">
          <Options id="fault-operation" value={operation} values={operations} onChange={setOperation} />
        </LabelledField>
        <LabelledField label="What happens" id="fault-effect">
          <Options
            id="fault-effect"
            value={effect}
            values={effects}
            describedBy="fault-explanation"
            onChange={choose}
          />
        </LabelledField>
        <LabelledField label="How many times" id="fault-times">
          <input
            type="number"
            id="fault-times"
            min={1}
            step={1}
            value={times}
            onInput={({currentTarget}) => setTimes(currentTarget.value)}
          />
        </LabelledField>
      </div>
      <p class="hint" id="fault-explanation">
        {EFFECTS[effect]}
      </p>
      <QuietButton submits="fault">Add fault</QuietButton>
    </form>
  )
}

function Options({
  id,
  value,
  values,
  describedBy,
  onChange,
}: {
  id: string
  value: string
  values: string[]
  describedBy?: string
  onChange(value: string): void
}) {
  return (
    <select
      id={id}
      value={value}
      aria-describedby={describedBy}
      onChange={({currentTarget}) => onChange(currentTarget.value)}
    >
      {values.map((each) => (
        <option key={each} value={each}>
          {nameOf(each)}
        </option>
      ))}
    </select>
  )
}

function Waiting({faults, clear}: {faults: Fault[]; clear(): void}) {
  if (faults.length === 0) return <p class="muted">No fault is waiting.</p>
  return (
    <div class="waiting">
      <ul aria-label="Faults that wait">
        {faults.map(({operation, effect, times}) => (
          <li key={`${operation} ${effect}`}>
            <code>{nameOf(operation)}</code> {effect}, {times === 1 ? 'once' : `${times} times`}
          </li>
        ))}
      </ul>
      <QuietButton onClick={clear}>Clear all faults</QuietButton>
    </div>
  )
}

const nameOf = (value: string) => (value === ANY_OPERATION ? 'Any operation' : value)
