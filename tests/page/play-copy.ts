import type {CollectionComparison} from 'public/copies/compare-copy'
import type {Manifest} from 'public/copies/copy-format'
import {copyTools, type CopyTools} from 'public/page/features/copies/copy-tools'
import type {Found} from 'public/page/features/recovery/recovery-state'
import {fakeSite, type FakeSite} from './fake-site'
import {playRecovery, type RecoveryPlay} from './play-recovery'
import {runPage, type RunningPage} from './run-page'

export interface CopyPlay extends Omit<RecoveryPlay, 'found'> {
  found?: Found
  /** In place of what reads the file. */
  tools?: Partial<CopyTools>
  site?: FakeSite
}

const MANIFEST: Manifest = {
  format: 'wix-collections-copy',
  version: 1,
  writer: 'test',
  site: {id: 'site', name: null},
  source: {kind: 'site'},
  moment: '2026-11-20T09:00:00.000Z',
  finished: '2026-11-20T09:01:00.000Z',
  chosen: false,
  counts: {collections: 2, items: 0, references: 0, bytes: 0},
  collections: ['Products', 'Orders'].map((id) => ({
    id,
    displayName: id,
    items: 0,
    references: 0,
    definition: {path: '', bytes: 0, sha256: ''},
    parts: [],
    changedMeanwhile: {changed: null, difference: null},
  })),
  leftOut: [],
}

/** The page with a copy's file chosen and read, and one of its collections looked into. What reads the file is played. */
export async function lookIntoCopy({
  found = {deleted: [], changed: [], added: 0, unchanged: 0},
  tools,
  site = fakeSite({}),
  ...play
}: CopyPlay = {}): Promise<RunningPage> {
  playRecovery(site, play)
  const comparison: CollectionComparison = {
    collectionId: 'Products',
    displayName: 'Products',
    exists: true,
    schema: [],
    ...found,
  }
  const played: CopyTools = {
    ...copyTools,
    readCopy: async () => ({
      manifest: MANIFEST,
      sha256: 'a'.repeat(64),
      comparisons: [comparison, {...comparison, collectionId: 'Orders', displayName: 'Orders', deleted: []}],
      otherTypes: [],
    }),
    findInCopy: async () => found,
    fillLook: async () => 0,
    ...tools,
  }
  const page = await runPage(site, {loadCopyTools: async () => played})
  await page.advance(400)
  await page.send({type: 'askFromCopy'})
  await page.send({type: 'chooseCopyFile', name: 'Copy.zip', size: 1000})
  await page.advance(100)
  await page.send({type: 'lookIntoCopy', collectionId: 'Products'})
  await page.advance(100)
  return page
}
