import {useEffect, useRef, useState} from 'preact/hooks'
import {TextButton} from '../../../src/public/custom-elements/markup/button'
import {CloseButton} from '../../../src/public/custom-elements/markup/close-button'
import {Icon, type IconName} from '../../../src/public/custom-elements/markup/icon'
import {QuietButton} from './quiet-button'
import './toast-list.css'
import {TOAST_TYPES, type Toast, type Toasts} from './toasts'
import {useChanges} from './use-changes'

/** The dashboard's showToast() documentation: `normal` disappears after 6 seconds, `none` stays until it is closed. */
const NORMAL_TIMEOUT_MS = 6_000

const ICON: Record<keyof typeof TOAST_TYPES, IconName> = {
  standard: 'info',
  success: 'complete',
  warning: 'warning',
  error: 'alert',
}

export function ToastList({toasts, reportFailure}: {toasts: Toasts; reportFailure(error: unknown): void}) {
  useChanges(toasts)
  return (
    <div class="toasts" role="region" aria-label="Notifications">
      {toasts.shown.map((toast) => (
        <ToastBox
          key={toast.id}
          toast={toast}
          remove={() => toasts.remove(toast)}
          // These callbacks live in the page's worker: they are called across a port.
          tell={(callback) => {
            if (callback) Promise.resolve(callback()).catch(reportFailure)
          }}
        />
      ))}
    </div>
  )
}

function ToastBox({
  toast: {config},
  remove,
  tell,
}: {
  toast: Toast
  remove(): void
  tell(callback: (() => unknown) | undefined): void
}) {
  const type = config.type ?? 'standard'
  const [isFilled, setFilled] = useState(false)
  const timer = useTimer(config.timeout === 'none' ? null : NORMAL_TIMEOUT_MS, remove)
  useEffect(() => {
    // A live region is read out when something appears in it, so it has to be there first.
    setFilled(true)
    tell(config.onToastSeen)
  }, [])
  return (
    <div
      class={`toast toast-${type}`}
      role={type === 'warning' || type === 'error' ? 'alert' : 'status'}
      onMouseEnter={timer.stop}
      onMouseLeave={timer.start}
      onFocusIn={timer.stop}
      onFocusOut={timer.start}
    >
      {isFilled && (
        <>
          <span class="toast-icon" role="img" aria-label={TOAST_TYPES[type]}>
            <Icon name={ICON[type]} />
          </span>
          <span class="toast-message">
            {config.message}
            {config.type === 'error' && config.details && ` (request ${config.details.requestId})`}
          </span>
          <Action action={config.action} tell={tell} remove={remove} />
          <CloseButton
            dataHook="toast-close"
            label="Dismiss"
            onClick={() => {
              remove()
              tell(config.onCloseClick)
            }}
          />
        </>
      )}
    </div>
  )
}

function Action({
  action,
  tell,
  remove,
}: {
  action: Toast['config']['action']
  tell(callback: () => unknown): void
  remove(): void
}) {
  if (!action) return null
  const act = () => {
    if (action.removeToastOnClick) remove()
    tell(action.onClick)
  }
  return action.uiType === 'button' ? (
    <QuietButton onClick={act}>{action.text}</QuietButton>
  ) : (
    <TextButton size="small" onClick={act}>
      {action.text}
    </TextButton>
  )
}

/** Runs out after `ms`, while nobody reads or uses what it is for. */
function useTimer(ms: number | null, end: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = () => clearTimeout(timer.current)
  const start = () => {
    stop()
    if (ms !== null) timer.current = setTimeout(end, ms)
  }
  useEffect(() => {
    start()
    return stop
  }, [])
  return {start, stop}
}
