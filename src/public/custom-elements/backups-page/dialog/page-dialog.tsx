import type {ComponentChildren} from 'preact'
import {useLayoutEffect, useRef} from 'preact/hooks'
import type {Dialog as Question} from '../../../page/page-state'
import {Button} from '../../markup/button'
import {Dialog} from '../../markup/dialog'
import {usePage} from '../page-context'

/** A question of the page: its title, its two buttons and what they look like while it works. */
export function PageDialog({
  dialog,
  skin,
  title,
  subtitle,
  confirmText,
  workingText,
  canConfirm = true,
  isOver = false,
  width,
  onConfirm,
  children,
}: {
  dialog: Question
  skin: 'standard' | 'destructive'
  title: string
  subtitle?: string
  confirmText: string
  workingText: string
  canConfirm?: boolean
  /** There is nothing left to confirm. */
  isOver?: boolean
  width?: string
  onConfirm(): void
  children: ComponentChildren
}) {
  const {texts, send} = usePage()
  const {kind, stage} = dialog
  const isBusy = stage !== 'asking'
  const before = useRef(stage)
  useLayoutEffect(() => {
    // The button that had the focus was disabled while it worked.
    if (before.current !== 'asking' && stage === 'asking') focusCancel()
    before.current = stage
  }, [stage])
  const dismiss = () => send({type: 'dismiss'})
  return (
    <Dialog
      dataHook={`dialog-${kind}`}
      title={title}
      subtitle={subtitle}
      width={width}
      closeLabel={texts.close}
      onDismiss={dismiss}
      footer={
        <>
          {/* Cancel first: Enter must never destroy anything by itself. */}
          <Button
            size="small"
            priority="secondary"
            skin={skin}
            dataHook="dialog-cancel"
            autofocus
            disabled={stage === 'working'}
            onClick={dismiss}
          >
            {isBusy || isOver ? texts.close : texts.cancel}
          </Button>
          {!isOver && (
            <Button
              size="small"
              skin={skin}
              dataHook="dialog-confirm"
              disabled={isBusy || !canConfirm}
              onClick={onConfirm}
            >
              {stage === 'checking' ? texts.checking : isBusy ? workingText : confirmText}
            </Button>
          )}
        </>
      }
    >
      {children}
    </Dialog>
  )
}

function focusCancel(): void {
  document.querySelector<HTMLElement>('[data-hook="dialog-cancel"]')?.focus()
}
