import {h} from './create-element'
import {labelledField} from './labelled-field'
import {loadingRegion} from './loading-region'
import {localSite, type Faults} from './local-site'
import {panel} from './panel'
import {statusLine} from './status-line'

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

export function faultsPanel() {
  const status = statusLine()
  const region = loadingRegion({what: 'the faults', load: () => localSite.faults(), render})
  void region.reload()

  return {
    element: panel(
      'Faults',
      h('p', {class: 'muted'}, 'Make the next calls fail, to see what the page and your code do then.'),
      region.element,
      status.element,
    ),
    reload: () => void region.reload(),
  }

  function render(found: Faults) {
    return h('div', {}, form(found), waiting(found))
  }

  function form({operations, effects}: Faults) {
    const operation = choice('fault-operation', operations)
    const effect = choice('fault-effect', effects)
    const times = h('input', {type: 'number', id: 'fault-times', min: 1, step: 1, value: 1})
    const explanation = h('p', {class: 'hint', id: 'fault-explanation'})
    effect.setAttribute('aria-describedby', explanation.id)
    operation.value = operations.includes(FIRST_OPERATION) ? FIRST_OPERATION : (operations[0] ?? '')
    effect.addEventListener('change', () => {
      const only = OPERATION_OF[effect.value]
      if (only && operations.includes(only)) operation.value = only
      explain()
    })
    explain()
    return h(
      'form',
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault()
          void add(operation.value, effect.value, times)
        },
      },
      h(
        'div',
        {class: 'fields'},
        labelledField('Operation', operation),
        labelledField('What happens', effect),
        labelledField('How many times', times),
      ),
      explanation,
      h('button', {type: 'submit', class: 'button'}, 'Add fault'),
    )

    function explain() {
      explanation.textContent = EFFECTS[effect.value] ?? ''
    }
  }

  function waiting({faults}: Faults) {
    if (faults.length === 0) return h('p', {class: 'muted'}, 'No fault is waiting.')
    return h(
      'div',
      {class: 'waiting'},
      h(
        'ul',
        {'aria-label': 'Faults that wait'},
        ...faults.map(({operation, effect, times}) =>
          h(
            'li',
            {},
            h('code', {}, nameOf(operation)),
            ` ${effect}, ${times === 1 ? 'once' : `${times} times`}`,
          ),
        ),
      ),
      h('button', {type: 'button', class: 'button', onclick: () => void clear()}, 'Clear all faults'),
    )
  }

  async function add(operation: string, effect: string, input: HTMLInputElement) {
    await status.run('add the fault', async () => {
      const times = Number(input.value)
      if (!Number.isInteger(times) || times < 1) throw new Error('Give a whole number of times, 1 or more.')
      await localSite.addFault({operation, effect, times})
      status.say(`${nameOf(operation)}: ${effect} is waiting.`)
      await region.reload()
    })
  }

  async function clear() {
    await status.run('clear the faults', async () => {
      await localSite.clearFaults()
      status.say('Cleared all faults.')
      await region.reload()
    })
  }
}

function choice(id: string, values: string[]) {
  return h('select', {id}, ...values.map((value) => h('option', {value}, nameOf(value))))
}

const nameOf = (value: string) => (value === ANY_OPERATION ? 'Any operation' : value)
