import type {ComponentChildren} from 'preact'
import {useState} from 'preact/hooks'
import {Notice} from '../../../src/public/custom-elements/markup/notice'
import {Failure} from './failure'
import {RequestFailed} from './request-failed'

export interface Status {
  text: string
  details: ComponentChildren
  say(text: string, details?: ComponentChildren): void
  /** Runs an action of a person's; `what` completes the sentence "Could not …". */
  run(what: string, action: () => Promise<void>, working?: string): Promise<void>
}

export function useStatus(): Status {
  const [{text, details}, show] = useState<Pick<Status, 'text' | 'details'>>({text: '', details: null})
  const say = (said: string, more: ComponentChildren = null) => show({text: said, details: more})
  const run = async (what: string, action: () => Promise<void>, working = '') => {
    say(working)
    try {
      await action()
    } catch (error) {
      // A mistake in a form is mended in the form; only a call is worth trying again as it was.
      const retry = error instanceof RequestFailed ? () => void run(what, action, working) : undefined
      say('', <Failure what={`Could not ${what}.`} error={error} retry={retry} />)
    }
  }
  return {text, details, say, run}
}

/** Says what an action did: one line, read out by a screen reader, or the reason of a failure with a retry. */
export function StatusLine({status: {text, details}}: {status: Status}) {
  return (
    <div class="status">
      <div role="status">{text && <Notice skin="success">{text}</Notice>}</div>
      {details}
    </div>
  )
}
