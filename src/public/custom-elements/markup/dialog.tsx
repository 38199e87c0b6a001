import type {ComponentChildren} from 'preact'
import {useEffect, useId, useLayoutEffect, useRef} from 'preact/hooks'
import {CloseButton} from './close-button'
import './dialog.css'
import {Heading} from './heading'
import {Text} from './text'

/**
 * A modal question: a native `dialog` in the design system's CustomModalLayout. The browser makes the rest of the
 * page inert, and gives the focus back to where it was. It opens when it is drawn, and closes when it is no longer:
 * Escape and the close button only ask, with `onDismiss`. The focus starts on what has `autofocus`.
 *
 * For a dialog of several steps, draw `Steps` first in it, and in `footer` Back and Next.
 */
export function Dialog({
  dataHook,
  title,
  subtitle,
  width = '600px',
  closeLabel,
  onDismiss,
  footer,
  children,
}: {
  dataHook: string
  title: string
  subtitle?: string | undefined
  width?: string | undefined
  closeLabel: string
  onDismiss(): void
  footer: ComponentChildren
  children: ComponentChildren
}) {
  const titleId = useId()
  const element = useRef<HTMLDialogElement>(null)
  const content = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    // Closed before it is taken out: only so does the browser give the focus back.
    return () => dialog?.close()
  }, [])
  useLayoutEffect(() => {
    if (content.current) markEdges(content.current)
  })
  useEffect(() => {
    const observer = new ResizeObserver(() => content.current && markEdges(content.current))
    if (content.current) observer.observe(content.current)
    return () => observer.disconnect()
  }, [])
  return (
    <dialog
      ref={element}
      class="bp-dialog"
      style={{width: `min(${width}, calc(100vw - 32px))`}}
      aria-labelledby={titleId}
      data-hook={dataHook}
      onCancel={(event) => {
        event.preventDefault()
        onDismiss()
      }}
      onClose={({currentTarget: dialog}) => {
        // A browser closes it at the second Escape in any case: whether it may close is the page's to say.
        if (dialog.isConnected) dialog.showModal()
      }}
    >
      <header class="bp-dialog-header">
        <Heading as="h2" size="medium" id={titleId}>
          {title}
        </Heading>
        {subtitle !== undefined && (
          <Text secondary tagName="div">
            {subtitle}
          </Text>
        )}
        <CloseButton dataHook="dialog-close" label={closeLabel} onClick={onDismiss} />
      </header>
      <div ref={content} class="bp-dialog-content" onScroll={(event) => markEdges(event.currentTarget)}>
        {children}
      </div>
      <footer class="bp-dialog-footer">{footer}</footer>
    </dialog>
  )
}

/** A line where there is more above or below; and where nothing inside takes the focus, the arrows scroll it. */
function markEdges(content: HTMLElement): void {
  const {scrollTop, scrollHeight, clientHeight} = content
  const below = scrollHeight - clientHeight - scrollTop
  content.toggleAttribute('data-above', scrollTop >= 1)
  content.toggleAttribute('data-below', below >= 1)
  const needsFocus =
    scrollHeight > clientHeight && !content.querySelector('input, select, button, a, [tabindex]')
  if (needsFocus) content.tabIndex = 0
  else content.removeAttribute('tabindex')
}
