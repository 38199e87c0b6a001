import type {ToastConfig} from '@wix/dashboard/provider'

// The dashboard's showToast() documentation: up to three at a time, the rest wait in the order of their priority.
const SHOWN_AT_MOST = 3
const PRIORITIES = ['high', 'normal', 'low']
export const TOAST_TYPES = {
  standard: 'Information',
  success: 'Success',
  warning: 'Warning',
  error: 'Error',
} as const

export interface Toast {
  id: number
  config: ToastConfig
}

export interface Toasts {
  readonly shown: readonly Toast[]
  show(config: ToastConfig): {remove(): void}
  remove(toast: Toast): void
  /** A page that is gone cannot answer its toast's action any more. */
  removeThoseWithActions(): void
  onChange(listener: () => void): () => void
}

export function createToasts(): Toasts {
  let toasts: Toast[] = []
  let shown: Toast[] = []
  let lastId = 0
  const listeners = new Set<() => void>()

  function change(next: Toast[]): void {
    toasts = next
    // Those that are shown stay; the best of the others come into the places that are left.
    const staying = shown.filter((toast) => toasts.includes(toast))
    const waiting = toasts.filter((toast) => !staying.includes(toast)).toSorted((a, b) => rank(a) - rank(b))
    shown = [...staying, ...waiting].slice(0, SHOWN_AT_MOST)
    for (const listener of listeners) listener()
  }
  const remove = (toast: Toast) => change(toasts.filter((other) => other !== toast))

  return {
    get shown() {
      return shown
    },
    show(config) {
      check(config)
      const toast = {id: ++lastId, config}
      change([...toasts, toast])
      return {remove: () => remove(toast)}
    },
    remove,
    removeThoseWithActions: () => change(toasts.filter(({config}) => !config.action)),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function check(config: ToastConfig): void {
  if (typeof config?.message !== 'string' || config.message === '') {
    throw new TypeError('showToast() needs a message.')
  }
  if (config.type !== undefined && !Object.hasOwn(TOAST_TYPES, config.type)) {
    throw new TypeError(
      `showToast(): unknown type ${String(config.type)}; known: ${Object.keys(TOAST_TYPES).join(', ')}.`,
    )
  }
}

const rank = ({config}: Toast) => PRIORITIES.indexOf(config.priority ?? 'normal')
