import {Notice} from '../../../src/public/custom-elements/markup/notice'

/** What failed, why, and a way to try again. */
export function Failure({
  what,
  error,
  retry,
}: {
  what: string
  error: unknown
  retry?: (() => void) | undefined
}) {
  return (
    <div role="alert">
      <Notice skin="danger" title={what} action={retry && {text: 'Try again', act: retry}}>
        {error instanceof Error ? error.message : String(error)}
      </Notice>
    </div>
  )
}
