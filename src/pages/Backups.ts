// The Backups page's code in a Wix dashboard: it runs in a worker, without a DOM. Everything it does is in the page.
import {dashboard} from '@wix/dashboard'
import {
  bringBack,
  closeLook,
  compareItems,
  compareSchema,
  countItems,
  createBackup,
  createCollection,
  createField,
  deleteBackup,
  forecastRestore,
  getBackup,
  getExposure,
  getLook,
  getOverview,
  getRestoration,
  listBackups,
  listLooks,
  listProofs,
  listReceipts,
  listRestorations,
  lookInside,
  lookInsideCopy,
  previewReferences,
  proveBackup,
  readItemVersions,
  readItems,
  readReferences,
  readSchema,
  recreateCollection,
  restoreBackup,
  restorePartialBackup,
  undoBringBack,
  writeItems,
  writeReferences,
} from 'backend/backups.web'
import {copyTools} from 'public/page/features/copies/copy-tools'
import {createPage} from 'public/page/page'
import {systemClock} from 'public/page/page-clock'
import type {PageCommand} from 'public/page/page-state'

/** The part of Velo's `$w` that this page needs. */
interface CustomElement {
  setAttribute(name: string, value: string): void
  on(event: string, listener: (event: {detail: PageCommand}) => void): void
}
declare const $w: ((selector: string) => CustomElement) & {onReady(ready: () => void): void}

$w.onReady(() => {
  const element = $w('#backupsPage')
  let guard: {remove(): void} | null = null
  const page = createPage({
    methods: {
      bringBack,
      closeLook,
      compareItems,
      compareSchema,
      countItems,
      createBackup,
      createCollection,
      createField,
      deleteBackup,
      forecastRestore,
      getBackup,
      getExposure,
      getLook,
      getOverview,
      getRestoration,
      listBackups,
      listLooks,
      listProofs,
      listReceipts,
      listRestorations,
      lookInside,
      lookInsideCopy,
      previewReferences,
      proveBackup,
      readItemVersions,
      readItems,
      readReferences,
      readSchema,
      recreateCollection,
      restoreBackup,
      restorePartialBackup,
      undoBringBack,
      writeItems,
      writeReferences,
    },
    clock: systemClock,
    loadCopyTools: async () => copyTools,
    setAttribute: (name, json) => element.setAttribute(name, json),
    showToast: (toast) => dashboard.showToast(toast),
    guardLeaving(isNeeded) {
      guard?.remove()
      guard = isNeeded ? dashboard.onBeforeUnload((event) => event.preventDefault()) : null
    },
  })
  element.on('command', ({detail}) => page.send(detail))
  page.start()
})
