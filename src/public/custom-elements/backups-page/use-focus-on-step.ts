import {useLayoutEffect, useRef} from 'preact/hooks'

/**
 * At a new step of a dialog what had the focus is gone: its content takes it, in the moment in which the step appears.
 * Later, it would take it away from whoever is already on the next field.
 */
export function useFocusOnStep(step: string) {
  const content = useRef<HTMLDivElement>(null)
  const before = useRef(step)
  useLayoutEffect(() => {
    if (before.current !== step) content.current?.focus()
    before.current = step
  }, [step])
  return content
}
