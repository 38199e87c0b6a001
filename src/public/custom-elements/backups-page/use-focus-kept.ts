import {useEffect, useLayoutEffect, useRef} from 'preact/hooks'

/** When what had the focus is gone (a deleted row), the focus goes to the page and not to nowhere. */
export function useFocusKept(): void {
  const focused = useRef<EventTarget | null>(null)
  useEffect(() => {
    const note = ({target}: FocusEvent) => (focused.current = target)
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [])
  // After each drawing: what a dialog or the panel gives back, it has given back by then.
  useLayoutEffect(() => {
    const isGone = focused.current instanceof Node && !focused.current.isConnected
    if (!isGone || document.activeElement !== document.body) return
    focused.current = null
    const next = ['[data-hook="create-backup"]:enabled', 'backups-page > main'].map((selector) =>
      document.querySelector<HTMLElement>(selector),
    )
    next.find((element) => element !== null)?.focus()
  })
}
