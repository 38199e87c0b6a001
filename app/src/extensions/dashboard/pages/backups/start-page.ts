import {dashboard} from '@wix/dashboard'
import {createPage} from 'public/page/page'
import {systemClock} from 'public/page/page-clock'
import type {PageCommand} from 'public/page/page-state'
import {automatic, endpoints} from './endpoints'

/** The Backups page as a page of a Wix app: an adapter of the page's host port, as `src/pages/Backups.ts` is. */
export function startPage(element: HTMLElement): () => void {
  let guard: {remove(): void} | null = null
  const page = createPage({
    methods: endpoints,
    automatic,
    clock: systemClock,
    loadCopyTools: async () => (await import('public/page/features/copies/copy-tools')).copyTools,
    setAttribute: (name, json) => element.setAttribute(name, json),
    setTitle(title) {
      document.title = title
    },
    showToast: (toast) => dashboard.showToast(toast),
    guardLeaving(isNeeded) {
      guard?.remove()
      guard = isNeeded ? dashboard.onBeforeUnload((event) => event.preventDefault()) : null
    },
  })
  const send = (event: Event) => page.send((event as CustomEvent<PageCommand>).detail)
  element.addEventListener('command', send)
  page.start()
  return () => {
    element.removeEventListener('command', send)
    page.stop()
    guard?.remove()
  }
}
