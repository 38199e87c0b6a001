import {h} from './create-element'

/** What failed, why, and a way to try again. */
export function failure(what: string, error: unknown, retry?: () => void) {
  return h(
    'div',
    {class: 'failure', role: 'alert'},
    h('p', {}, h('strong', {}, what), ' ', error instanceof Error ? error.message : String(error)),
    retry && h('button', {type: 'button', class: 'button small', onclick: () => retry()}, 'Try again'),
  )
}
