import {useEffect, useState, type ComponentType} from 'react'
import {usePage} from './page-context'

/** Long enough for the page to be painted, shorter than the way to a button. */
const REST_MS = 300

/**
 * The dialogs are all that the design system itself draws. It waits in the script, unread, until the table is
 * shown: reading it first took a third of the time until then.
 */
export function DialogsWhenNeeded() {
  const {state} = usePage()
  const [Dialogs, setDialogs] = useState<ComponentType | null>(null)
  const isAsked = state.dialog !== null
  useEffect(() => {
    if (Dialogs) return undefined
    const timer = setTimeout(
      () => void import('./dialogs').then((module) => setDialogs(() => module.Dialogs)),
      isAsked ? 0 : REST_MS,
    )
    return () => clearTimeout(timer)
  }, [Dialogs, isAsked])
  return Dialogs && <Dialogs />
}
