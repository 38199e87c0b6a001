import {h} from './create-element'
import {failure} from './failure'
import {RequestFailed} from './request-failed'

/** Says what an action did: one line, read out by a screen reader, or the reason of a failure with a retry. */
export function statusLine() {
  const said = h('p', {role: 'status', class: 'status-text'})
  const problem = h('div', {class: 'status-details'})
  const element = h('div', {class: 'status'}, said, problem)

  function say(text: string, ...details: Node[]) {
    said.textContent = text
    problem.replaceChildren(...details)
  }

  /** Runs an action of a person's; `what` completes the sentence "Could not …". */
  async function run(what: string, action: () => Promise<void>, working = ''): Promise<boolean> {
    say(working)
    try {
      await action()
      return true
    } catch (error) {
      said.textContent = ''
      // A mistake in a form is mended in the form; only a call is worth trying again as it was.
      const retry = error instanceof RequestFailed ? () => void run(what, action, working) : undefined
      problem.replaceChildren(failure(`Could not ${what}.`, error, retry))
      return false
    }
  }

  return {element, say, run}
}
