// The Backups page's code on an ordinary page of the site: no dashboard around it, so no toasts, no title and nobody
// to ask before leaving. The page says everything itself, and goes on after a reload.
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
  })
  element.on('command', ({detail}) => page.send(detail))
  page.start()
})
