import type {ComponentChildren} from 'preact'
import {useLayoutEffect, useRef} from 'preact/hooks'
import {CloseButton} from './close-button'
import './side-panel.css'

/**
 * More about one thing, beside what it was opened from, which stays in use. The focus goes in when it opens, and
 * back when it closes; Escape closes it, unless a dialog is open above it.
 */
export function SidePanel({
  label,
  dataHook,
  closeLabel,
  onClose,
  header,
  footer,
  children,
}: {
  label: string
  dataHook: string
  closeLabel: string
  onClose(): void
  header: ComponentChildren
  footer?: ComponentChildren
  children: ComponentChildren
}) {
  const root = useRef<HTMLElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const before = document.activeElement
    root.current?.querySelector<HTMLElement>('.bp-close')?.focus()
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) close.current()
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <aside ref={root} class="bp-panel" aria-label={label} data-hook={dataHook}>
      <header class="bp-panel-header">
        {header}
        <CloseButton dataHook={`close-${dataHook}`} label={closeLabel} onClick={onClose} />
      </header>
      <div class="bp-panel-content">{children}</div>
      {footer !== undefined && <footer class="bp-panel-footer">{footer}</footer>}
    </aside>
  )
}
