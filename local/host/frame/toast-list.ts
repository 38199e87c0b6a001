import type {ToastConfig} from '@wix/dashboard/provider'
import {h} from './create-element'

// The dashboard's showToast() documentation: up to three at a time, the rest wait in the order of their priority;
// `normal` disappears after 6 seconds, `none` stays until it is closed.
const SHOWN_AT_MOST = 3
const NORMAL_TIMEOUT_MS = 6_000
const PRIORITIES = ['high', 'normal', 'low']
const TYPES = {standard: 'Information', success: 'Success', warning: 'Warning', error: 'Error'} as const

interface Toast {
  config: ToastConfig
  element: HTMLElement | null
  timer: ReturnType<typeof setTimeout> | undefined
}

export function toastList(reportFailure: (error: unknown) => void) {
  const element = h('div', {class: 'toasts', role: 'region', 'aria-label': 'Notifications'})
  const waiting: Toast[] = []
  const shown = new Set<Toast>()

  function show(config: ToastConfig) {
    if (typeof config?.message !== 'string' || config.message === '') {
      throw new TypeError('showToast() needs a message.')
    }
    if (config.type !== undefined && !Object.hasOwn(TYPES, config.type)) {
      throw new TypeError(
        `showToast(): unknown type ${String(config.type)}; known: ${Object.keys(TYPES).join(', ')}.`,
      )
    }
    const toast: Toast = {config, element: null, timer: undefined}
    waiting.push(toast)
    waiting.sort((one, other) => rank(one) - rank(other))
    fill()
    return {remove: () => remove(toast)}
  }

  function fill() {
    while (shown.size < SHOWN_AT_MOST) {
      const toast = waiting.shift()
      if (!toast) return
      shown.add(toast)
      draw(toast)
    }
  }

  function draw(toast: Toast) {
    const {config} = toast
    const type = config.type ?? 'standard'
    const urgent = type === 'warning' || type === 'error'
    const box = h('div', {class: `toast toast-${type}`, role: urgent ? 'alert' : 'status'})
    toast.element = box
    element.append(box)
    // A live region is read out when something appears in it, so it has to be there first.
    setTimeout(() => {
      box.append(
        h('span', {class: 'toast-icon', role: 'img', 'aria-label': TYPES[type]}),
        h('span', {class: 'toast-message'}, config.message, details(config)),
        ...action(toast),
        h(
          'button',
          {
            type: 'button',
            class: 'toast-close',
            'aria-label': 'Dismiss',
            onclick: () => {
              remove(toast)
              tell(config.onCloseClick)
            },
          },
          '×',
        ),
      )
      tell(config.onToastSeen)
    }, 0)
    if (config.timeout !== 'none') {
      const start = () => (toast.timer = setTimeout(() => remove(toast), NORMAL_TIMEOUT_MS))
      const stop = () => clearTimeout(toast.timer)
      for (const event of ['mouseenter', 'focusin']) box.addEventListener(event, stop)
      for (const event of ['mouseleave', 'focusout']) {
        box.addEventListener(event, () => {
          stop()
          if (box.isConnected) start()
        })
      }
      start()
    }
  }

  function action(toast: Toast) {
    const chosen = toast.config.action
    if (!chosen) return []
    const button = h(
      'button',
      {
        type: 'button',
        class: chosen.uiType === 'button' ? 'button small' : 'link',
        onclick: () => {
          if (chosen.removeToastOnClick) remove(toast)
          tell(chosen.onClick)
        },
      },
      chosen.text,
    )
    return [button]
  }

  function remove(toast: Toast) {
    clearTimeout(toast.timer)
    const index = waiting.indexOf(toast)
    if (index >= 0) waiting.splice(index, 1)
    shown.delete(toast)
    toast.element?.remove()
    fill()
  }

  /** These callbacks live in the page's worker: they are called across a port. */
  function tell(callback: (() => unknown) | undefined) {
    if (callback) Promise.resolve(callback()).catch(reportFailure)
  }

  return {
    element,
    show,
    /** A page that is gone cannot answer its toast's action any more. */
    removeThoseWithActions() {
      for (const toast of [...waiting, ...shown]) if (toast.config.action) remove(toast)
    },
  }
}

const rank = (toast: Toast) => PRIORITIES.indexOf(toast.config.priority ?? 'normal')

function details(config: ToastConfig) {
  return config.type === 'error' && config.details && ` (request ${config.details.requestId})`
}
