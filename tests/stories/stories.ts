import type {Backup, CollectionName, PageMethods, Problem} from 'public/contract'
import type {SchemaSince} from 'public/copies-contract'
import type {FromCopyStep, PageState} from 'public/page/page-state'
import {
  ago,
  backupAt,
  CHANGES,
  fakeSite,
  fullSlots,
  restorationOf,
  time,
  usualBackups,
} from '../page/fake-site'
import {runPage, startPage, type RunningPage} from '../page/run-page'
import {automaticStories} from './automatic-stories'
import {recoveryStories} from './recovery-stories'
import type {Story} from './story'
import {unclearStories} from './unclear-stories'

const {HOUR, DAY, MINUTE} = time

export const stories: Story[] = [
  ...automaticStories,
  ...unclearStories,
  {
    name: 'loading',
    build: async () => startPage(fakeSite()).state(),
  },
  {name: 'protected', build: async () => (await quiet({})).state()},
  {name: 'slots-full', build: async () => (await quiet({backups: fullSlots()})).state()},
  {name: 'first-run', build: async () => (await quiet({backups: []})).state()},
  {name: 'no-collections', build: async () => (await quiet({backups: [], collections: []})).state()},
  {
    name: 'last-backup-old',
    build: async () => (await quiet({backups: [backupAt(ago(12 * DAY), {type: 'AUTO'})]})).state(),
  },
  {
    name: 'last-backup-old-unedited',
    build: async () =>
      (await quiet({backups: [backupAt(ago(12 * DAY), {type: 'AUTO'})], changes: {}})).state(),
  },
  {
    name: 'not-all-covered',
    async build() {
      const since = {known: false, reason: 'RESTORED_SINCE'} as const
      const site = fakeSite({changes: {...CHANGES, Recipes: {added: since, changed: since}}})
      site.exposure = {
        uncoveredCollectionIds: ['Suppliers'],
        neverHeldCollectionIds: ['Stores/Products', 'Members/PublicData'],
        moreCollections: true,
      }
      return (await openPage(site)).state()
    },
  },
  {
    name: 'backup-failed',
    build: async () =>
      (await quiet({backups: [backupAt(ago(HOUR), {status: 'FAILED'}), ...usualBackups()]})).state(),
  },
  {
    name: 'creating',
    async build() {
      const page = await quiet({})
      await page.send({type: 'createBackup'})
      await page.advance(9_000)
      return page.state()
    },
  },
  {
    name: 'first-backup-pending',
    async build() {
      const page = await quiet({backups: []})
      await page.send({type: 'createBackup'})
      await page.advance(9_000)
      return page.state()
    },
  },
  {
    name: 'create-evicts',
    async build() {
      const page = await quiet({backups: fullSlots()})
      await page.send({type: 'createBackup'})
      return page.state()
    },
  },
  {
    name: 'create-situation-changed',
    async build() {
      const page = await quiet({backups: fullSlots()})
      await page.send({type: 'createBackup'})
      const oldest = page.site.backups.filter(({type}) => type === 'ON_DEMAND').at(-1)
      page.site.deleteBackup(oldest?.id ?? '')
      page.site.createBackup()
      await page.advance(60_000)
      return page.state()
    },
  },
  {
    name: 'create-several-may-be-it',
    async build() {
      const page = await quiet({backups: [backupAt(ago(2 * DAY))], backupMs: 4 * MINUTE})
      page.site.fail('createBackup', {
        worksAfterMs: 12_000,
        answersAfterMs: 14_000,
        as: {throws: {code: 504, message: 'Gateway Time-out'}},
      })
      await page.send({type: 'createBackup'})
      await page.advance(13_000)
      page.site.createBackup()
      await page.advance(5_000)
      return page.state()
    },
  },
  {
    name: 'create-failed',
    async build() {
      const page = await quiet({})
      page.site.fail('createBackup', {
        code: 'UNAVAILABLE',
        message: 'Wix did not answer.',
        requestId: '1763906400.4521',
      })
      await page.send({type: 'createBackup'})
      return page.state()
    },
  },
  {
    name: 'create-outcome-unknown',
    async build() {
      const page = await quiet({})
      page.site.fail('createBackup', {code: 'OUTCOME_UNKNOWN', message: 'Wix did not say.'})
      await page.send({type: 'createBackup'})
      return page.state()
    },
  },
  {
    name: 'create-not-started',
    async build() {
      const page = await quiet({})
      page.site.fail('createBackup', {code: 'OUTCOME_UNKNOWN', message: 'Wix did not say.'})
      await page.send({type: 'createBackup'})
      await page.advance(15_000)
      return page.state()
    },
  },
  {name: 'delete', build: async () => asking(await quiet({}), 'askDelete', 0)},
  {
    name: 'delete-last-good',
    build: async () => asking(await quiet({backups: [backupAt(ago(2 * DAY))]}), 'askDelete', 0),
  },
  {
    name: 'delete-gone',
    async build() {
      const page = await quiet({})
      await asking(page, 'askDelete', 0)
      page.site.deleteBackup(page.site.backups[0]?.id ?? '')
      await page.advance(15_000)
      return page.state()
    },
  },
  {name: 'restore-all', build: async () => asking(await quiet({}), 'askRestore', 1)},
  {
    name: 'restore-some',
    async build() {
      const page = await quiet({})
      await asking(page, 'askRestore', 1)
      await page.send({type: 'setScope', scope: 'some'})
      await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders']})
      await page.send({type: 'setSafety', on: true})
      await page.advance(1_000)
      return page.state()
    },
  },
  {
    name: 'restore-safety-evicts',
    async build() {
      const page = await quiet({backups: fullSlots()})
      await asking(page, 'askRestore', 2)
      await page.send({type: 'setScope', scope: 'some'})
      await page.send({type: 'setSelected', collectionIds: ['Products']})
      await page.send({type: 'setSafety', on: true})
      return page.state()
    },
  },
  {
    name: 'restore-safety-off',
    build: async () => asking(await quiet({backups: fullSlots()}), 'askRestore', 2),
  },
  {
    name: 'restore-safety-refused',
    build: async () => asking(await quiet({backups: fullSlots()}), 'askRestore', 3),
  },
  {
    name: 'restore-copy',
    async build() {
      const page = await quiet({})
      await asking(page, 'askRestore', 1)
      await page.send({type: 'setMode', mode: 'copy'})
      return page.state()
    },
  },
  {
    name: 'restore-counting',
    async build() {
      const page = await quiet({})
      page.site.fail('forecastRestore', 'never-answers')
      return asking(page, 'askRestore', 1)
    },
  },
  {
    name: 'restore-not-counted',
    async build() {
      const page = await quiet({})
      page.site.fail('forecastRestore', {code: 'UNAVAILABLE', message: 'Wix did not answer.'})
      return asking(page, 'askRestore', 1)
    },
  },
  {
    name: 'restore-restored-since',
    async build() {
      const since = {known: false, reason: 'RESTORED_SINCE'} as const
      const changes = {...CHANGES, Products: {added: since, changed: since}}
      return asking(await quiet({changes}), 'askRestore', 1)
    },
  },
  {name: 'restore-schema-changed', build: async () => (await schemaChanged()).state()},
  {
    name: 'narrow-restore-schema-changed',
    width: 400,
    build: async () => (await schemaChanged()).state(),
  },
  {
    name: 'restore-recreating',
    build: () => recreating(() => new Promise(() => undefined)),
  },
  {
    name: 'restore-recreate-refused',
    build: () =>
      recreating(async () => ({
        ok: false,
        error: {code: 'PLAN_LIMIT_REACHED', message: 'There is no room.'},
      })),
  },
  {name: 'hebrew-restore-schema-changed', language: 'he', build: async () => (await schemaChanged()).state()},
  {
    name: 'panel-collection-made-again',
    async build() {
      const page = await quiet({})
      const made = {collection: {id: 'Recipes', fields: []}, left: ['author']}
      page.site.methods.recreateCollection = async () => ({ok: true, value: made})
      page.site.methods.compareSchema = async () => ({ok: true, value: SCHEMA_SINCE})
      const backupId = page.site.backups.find(({type}) => type === 'ON_DEMAND')?.id ?? ''
      await page.send({type: 'openPanel', backupId})
      await page.advance(0)
      page.site.methods.compareSchema = async () => ({ok: true, value: {...SCHEMA_SINCE, deleted: []}})
      await page.send({type: 'recreateCollection', backupId, collectionId: 'Recipes'})
      await page.advance(1_000)
      return page.state()
    },
  },
  {
    name: 'restore-loses-history',
    async build() {
      // A list that may be cut short can't be named one by one: everything means everything.
      const own = {id: 'BackupsHistory', displayName: 'Backups: history'}
      return asking(await quiet({collections: [...manyCollections().slice(1), own]}), 'askRestore', 1)
    },
  },
  {
    name: 'restore-backup-gone',
    async build() {
      const page = await quiet({})
      await asking(page, 'askRestore', 0)
      page.site.deleteBackup(page.site.backups[0]?.id ?? '')
      await page.advance(15_000)
      return page.state()
    },
  },
  {
    name: 'restore-refused',
    async build() {
      const page = await quiet({})
      await asking(page, 'askRestore', 1)
      await page.send({type: 'typed', text: 'Blue Door Bakery'})
      page.site.fail('restoreBackup', {
        code: 'RESTORATION_IN_PROGRESS',
        message: 'A restoration of the same collections is in progress.',
      })
      await page.send({type: 'confirm', evict: null})
      return page.state()
    },
  },
  {
    name: 'restoring',
    async build() {
      const page = await restoringSome(await quiet({}), false)
      await page.advance(7_000)
      return page.state()
    },
  },
  {
    name: 'safety-pending',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(7_000)
      return page.state()
    },
  },
  {
    name: 'safety-then-restoring',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(30_000)
      return page.state()
    },
  },
  {
    name: 'restored-with-undo',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(70_000)
      return page.state()
    },
  },
  {
    name: 'undo',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(70_000)
      const [outcome] = page.state().outcomes
      await page.send({
        type: 'askRestore',
        backupId: outcome?.undoBackupId ?? '',
        restorationId: outcome?.id ?? '',
      })
      return page.state()
    },
  },
  {
    name: 'safety-failed',
    async build() {
      const page = await quiet({})
      page.site.endsAs.backup = 'FAILED'
      await restoringSome(page, true)
      await page.advance(40_000)
      return page.state()
    },
  },
  {
    name: 'reloaded-safety-pending',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(5_000)
      return (await openPage(page.site, {remembered: page.remembered()})).state()
    },
  },
  {
    name: 'reloaded-safety-ready',
    async build() {
      const page = await restoringSome(await quiet({}), true)
      await page.advance(5_000)
      const remembered = page.remembered()
      page.page.stop()
      await page.advance(60_000)
      return (await openPage(page.site, {remembered})).state()
    },
  },
  {
    name: 'restoration-failed',
    async build() {
      const page = await quiet({})
      page.site.endsAs.restoration = 'FAILED'
      await restoringSome(page, false)
      await page.advance(60_000)
      return page.state()
    },
  },
  {
    name: 'restorations',
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'selectTab', tab: 'restorations'})
      return page.state()
    },
  },
  {
    name: 'restorations-empty',
    async build() {
      const page = await quiet({})
      await page.send({type: 'selectTab', tab: 'restorations'})
      return page.state()
    },
  },
  {
    name: 'panel',
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'openPanel', backupId: page.site.backups[2]?.id ?? ''})
      return page.state()
    },
  },
  {
    name: 'filtered-empty',
    async build() {
      const page = await quiet({})
      await page.send({type: 'setFilter', filter: {status: 'FAILED'}})
      return page.state()
    },
  },
  ...copyStories(),
  ...recoveryStories,
  ...problemStories(),
  {
    name: 'stale',
    async build() {
      const page = await quiet({})
      page.site.fail('getOverview', {code: 'UNAVAILABLE', message: 'Wix did not answer.'})
      await page.advance(13_000)
      return page.state()
    },
  },
  {
    name: 'collections-unreadable',
    async build() {
      const site = fakeSite({})
      site.overview = {
        collections: null,
        collectionsProblem: {code: 'UNAVAILABLE', message: 'Wix did not answer.'},
      }
      return (await openPage(site)).state()
    },
  },
  {
    name: 'strange-names',
    async build() {
      const page = await quiet({collections: STRANGE})
      await page.send({type: 'openPanel', backupId: page.site.backups[1]?.id ?? ''})
      return page.state()
    },
  },
  {
    name: 'strange-names-restore',
    build: async () => asking(await quiet({collections: STRANGE, siteName: LONG}), 'askRestore', 1),
  },
  {name: 'thousand-backups', build: async () => (await quiet({backups: thousand()})).state()},
  {
    name: 'thousand-collections',
    async build() {
      const page = await quiet({collections: manyCollections()})
      await asking(page, 'askRestore', 1)
      await page.send({type: 'setScope', scope: 'some'})
      return page.state()
    },
  },
  {name: 'tight', width: 870, build: async () => (await quiet({backups: fullSlots()})).state()},
  {name: 'narrow', width: 400, build: async () => (await quiet({backups: fullSlots()})).state()},
  {name: 'narrow-restore', width: 400, build: async () => asking(await quiet({}), 'askRestore', 1)},
  {
    name: 'narrow-panel',
    width: 400,
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'openPanel', backupId: page.site.backups[2]?.id ?? ''})
      return page.state()
    },
  },
  {
    name: 'tight-restorations',
    width: 870,
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'selectTab', tab: 'restorations'})
      return page.state()
    },
  },
  {
    name: 'narrow-restorations',
    width: 400,
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'selectTab', tab: 'restorations'})
      return page.state()
    },
  },
  {name: 'zoomed', zoom: 2, build: async () => (await quiet({backups: fullSlots()})).state()},
  {name: 'zoomed-restore', zoom: 2, build: async () => asking(await quiet({}), 'askRestore', 1)},
  {name: 'hebrew', language: 'he', build: async () => (await quiet({backups: fullSlots()})).state()},
  {
    name: 'hebrew-restore',
    language: 'he',
    async build() {
      const page = await quiet({backups: fullSlots(), siteName: 'מאפיית הדלת הכחולה'})
      await asking(page, 'askRestore', 2)
      await page.send({type: 'setSafety', on: true})
      return page.state()
    },
  },
  {
    name: 'hebrew-panel',
    language: 'he',
    async build() {
      const page = await quiet(withHistory())
      await page.send({type: 'openPanel', backupId: page.site.backups[2]?.id ?? ''})
      return page.state()
    },
  },
  {
    name: 'hebrew-narrow',
    language: 'he',
    width: 400,
    build: async () => (await quiet({})).state(),
  },
]

/** Opened and read, and what counts in the background has been counted. */
async function quiet(options: Parameters<typeof fakeSite>[0]): Promise<RunningPage> {
  return openPage(fakeSite(options))
}

async function asking(page: RunningPage, type: 'askDelete' | 'askRestore', at: number): Promise<PageState> {
  await page.send({type, backupId: page.site.backups[at]?.id ?? ''})
  return page.state()
}

async function restoringSome(page: RunningPage, safety: boolean): Promise<RunningPage> {
  await asking(page, 'askRestore', 1)
  await page.send({type: 'setScope', scope: 'some'})
  await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders']})
  await page.send({type: 'setSafety', on: safety})
  await page.send({type: 'confirm', evict: null})
  return page
}

function withHistory(): {backups: Backup[]; restorations: ReturnType<typeof restorationOf>[]} {
  const backups = usualBackups()
  const [, , third] = backups
  if (!third) throw new Error('The usual backups are too few')
  const at = (requestedDate: string, ms: number) => ({
    requestedDate,
    finishedDate: new Date(Date.parse(requestedDate) + ms).toISOString(),
  })
  const restorations = [
    restorationOf(third, {
      status: 'COMPLETED',
      ...at(ago(2 * DAY + 2 * HOUR + 55 * MINUTE), 41_000),
      restorationCollections: [{dataCollectionId: 'Products'}],
    }),
    restorationOf(third, {status: 'FAILED', ...at(ago(4 * DAY), 12_000)}),
    restorationOf(third, {
      status: 'COMPLETED',
      ...at(ago(5 * DAY), 65_000),
      restorationCollections: [
        {dataCollectionId: 'Recipes', restoreDestination: {dataCollectionId: 'Recipes_restored'}},
      ],
    }),
  ]
  return {backups, restorations}
}

function copyStories(): Story[] {
  const asking = async (language?: string) => {
    const page = await runPage({}, language === undefined ? {} : {language})
    await page.advance(400)
    await page.send({type: 'askCopy', backupId: null})
    await page.send({type: 'setCopy', scope: 'some', collectionIds: ['Recipes']})
    return page
  }
  const copying = async (language?: string) => {
    const page = await asking(language)
    await page.send({type: 'startCopy'})
    return page
  }
  const done = async (language?: string) => {
    const page = await copying(language)
    const state = page.state()
    const copied = {
      files: [],
      fileName: 'Blue Door Bakery 2026-11-23.zip',
      bytes: 8_400_000,
      items: 12_345,
      collections: 4,
      changed: [{displayName: 'Orders', changed: 2, difference: 1}],
      leftOut: [{id: 'Stores/Products', reason: 'WIX_APP'}],
    }
    if (state.dialog?.kind !== 'copy') throw new Error('The dialog is not open')
    return {
      ...state,
      dialog: {
        ...state.dialog,
        stage: 'asking' as const,
        step: {name: 'done' as const, copied, media: 'not asked' as const},
      },
    }
  }
  const fromCopy = async (step: FromCopyStep, language?: string): Promise<PageState> => {
    const page = await runPage({}, language === undefined ? {} : {language})
    await page.advance(400)
    await page.send({type: 'askFromCopy'})
    const state = page.state()
    if (state.dialog?.kind !== 'fromCopy') throw new Error('The dialog is not open')
    return {...state, dialog: {...state.dialog, step}}
  }
  const fileName = 'Blue Door Bakery 2026-11-20.zip'
  const compared = {exists: true, isOther: false, unchanged: 40, schema: []}
  const choosing: FromCopyStep = {
    name: 'choosing',
    fileName,
    moment: '2026-11-20T09:00:00.000Z',
    otherSite: 'Red Door Bakery',
    compared: [
      {...compared, collectionId: 'Recipes', displayName: 'Recipes', deleted: 3, changed: 1, added: 12},
      {
        ...compared,
        collectionId: 'Gone',
        displayName: 'Gone',
        exists: false,
        deleted: 9,
        changed: 0,
        added: 0,
      },
      {
        ...compared,
        collectionId: 'Apps',
        displayName: 'Apps',
        isOther: true,
        deleted: 0,
        changed: 0,
        added: null,
      },
    ],
    mode: 'keep-newer',
    selected: ['Recipes', 'Gone'],
    slots: {used: 1, limit: 3, nextEvicted: null},
    schema: [{collectionId: 'Recipes', field: 'price', change: 'RETYPED', then: 'NUMBER', now: 'TEXT'}],
  }
  const result: FromCopyStep = {
    name: 'done',
    mode: 'keep-newer',
    undo: null,
    result: {
      inserted: 12,
      updated: 0,
      removed: 0,
      unchanged: 40,
      created: ['Gone'],
      fieldsLeftOut: [{collectionId: 'Gone', field: 'shop', into: 'Shops'}],
      references: {written: 4, mended: 2, removed: 0, failed: 1},
      conflicts: {
        count: 1,
        first: [
          {
            collectionId: 'Recipes',
            itemId: 'a',
            title: 'Rye',
            fields: ['price'],
            updatedDate: null,
            reason: 'NEWER',
          },
        ],
      },
      failed: {count: 1, first: [{itemId: 'b', reason: 'WDE0009 Too large'}]},
      canUndo: true,
    },
  }
  const proven = async (language?: string): Promise<PageState> => {
    const page = await runPage({}, language === undefined ? {} : {language})
    await page.advance(400)
    const [backup] = page.site.backups
    await page.send({type: 'openPanel', backupId: backup!.id})
    const proof = {
      id: 'p',
      status: 'DONE' as const,
      backupId: backup!.id,
      backupRequestedDate: backup!.requestedDate,
      collections: ['Recipes'],
      date: ago(DAY),
      items: 210,
      of: 212,
      ms: 41_000,
      reason: null,
    }
    const problem = {
      backupId: backup!.id,
      problem: {code: 'TOO_MANY_LOOKS' as const, message: 'Three are open.'},
    }
    return {...page.state(), proving: {proofs: [proof], running: null, problem}}
  }
  return [
    {name: 'panel-proven', build: () => proven()},
    {name: 'hebrew-panel-proven', language: 'he', build: () => proven('he')},
    {name: 'copy-asking', build: async () => (await asking()).state()},
    {name: 'hebrew-copy-asking', language: 'he', build: async () => (await asking('he')).state()},
    {name: 'copy-copying', build: async () => (await copying()).state()},
    {
      name: 'copy-paused',
      async build() {
        const page = await copying()
        await page.send({type: 'pauseCopy'})
        return page.state()
      },
    },
    {
      name: 'copy-no-room',
      async build() {
        const page = await copying()
        await page.send({type: 'disk', id: 1, ok: false, isFull: true, message: 'QuotaExceededError: full'})
        await page.advance(0)
        return page.state()
      },
    },
    {
      name: 'copy-hidden',
      async build() {
        const page = await copying()
        await page.send({type: 'dismiss'})
        return page.state()
      },
    },
    {name: 'from-copy-file', build: () => fromCopy({name: 'file'})},
    {
      name: 'from-copy-reading',
      build: () => fromCopy({name: 'reading', fileName, step: 'comparing', items: 400, ofItems: 1_000}),
    },
    {name: 'from-copy-choosing', build: () => fromCopy(choosing)},
    {
      name: 'from-copy-replace',
      build: () =>
        fromCopy({
          ...choosing,
          mode: 'replace',
          slots: {used: 3, limit: 3, nextEvicted: backupAt(ago(2 * DAY))},
        }),
    },
    {name: 'hebrew-from-copy-choosing', language: 'he', build: () => fromCopy(choosing, 'he')},
    {name: 'from-copy-done', build: () => fromCopy(result)},
    {name: 'hebrew-from-copy-done', language: 'he', build: () => fromCopy(result, 'he')},
    {name: 'copy-done', build: () => done()},
    {name: 'hebrew-copy-done', language: 'he', build: () => done('he')},
  ]
}

const SCHEMA_SINCE: SchemaSince = {
  changes: [
    {collectionId: 'Products', field: 'price', change: 'RETYPED', then: 'NUMBER', now: 'TEXT'},
    {collectionId: 'Orders', field: 'note', change: 'REMOVED', then: 'TEXT', now: null},
  ],
  deleted: [{id: 'Recipes', displayName: 'Recipes', fieldCount: 5}],
}

/** A restore of a backup since which a collection was deleted, and fields changed. */
async function schemaChanged(): Promise<RunningPage> {
  const site = fakeSite({})
  site.methods.compareSchema = async () => ({ok: true, value: SCHEMA_SINCE})
  const page = await openPage(site)
  await asking(
    page,
    'askRestore',
    site.backups.findIndex(({type, status}) => type === 'ON_DEMAND' && status === 'READY'),
  )
  await page.advance(1_000)
  return page
}

async function recreating(answer: PageMethods['recreateCollection']): Promise<PageState> {
  const page = await schemaChanged()
  page.site.methods.recreateCollection = answer
  const backupId = page.state().schema?.backupId ?? ''
  await page.send({type: 'recreateCollection', backupId, collectionId: 'Recipes'})
  await page.advance(100)
  return page.state()
}

function problemStories(): Story[] {
  const problems: Record<string, Problem | {throws: unknown}> = {
    'not-allowed': {code: 'NOT_ALLOWED', message: 'Wix did not allow this.', requestId: '1763906400.4521'},
    'site-not-enabled': {code: 'SITE_NOT_ENABLED', message: 'WDE0110'},
    throttled: {code: 'THROTTLED', message: 'Too many requests.'},
    unavailable: {code: 'UNAVAILABLE', message: 'Wix did not answer.'},
    unexpected: {code: 'UNEXPECTED', message: 'Something unexpected happened. Try again.'},
    'session-ended': {throws: {status: 401, message: 'Unauthorized'}},
  }
  return [
    ...Object.entries(problems).map(([name, problem]) => ({
      name,
      async build() {
        const site = fakeSite({})
        site.fail('getOverview', problem)
        return (await openPage(site)).state()
      },
    })),
    {
      name: 'offline',
      async build() {
        const site = fakeSite({})
        site.fail('getOverview', {throws: new TypeError('Failed to fetch')}, {throws: new TypeError('x')})
        const page = startPage(site)
        await page.send({
          type: 'opened',
          language: 'en-US',
          timeZone: 'UTC',
          visible: true,
          online: false,
          remembered: null,
        })
        await page.advance(2_500)
        return page.state()
      },
    },
  ]
}

const LONG =
  'The Very Long Name of a Bakery That Nobody Could Ever Remember Without Writing It Down Somewhere Safe'

const STRANGE: CollectionName[] = [
  {id: 'Html', displayName: '<img src=x onerror="document.title=\'broken\'"><b>Bold</b> & "quoted"'},
  {id: 'Hebrew', displayName: 'מוצרים ולקוחות (2026)'},
  {id: 'Arabic', displayName: 'المنتجات – كتالوج'},
  {id: 'VeryLongCollectionIdentifierThatNeverEndsAndHasNoBlanksAnywhereInIt', displayName: LONG},
  {id: 'Emoji', displayName: '🥐 Pastries & 🍞 Breads'},
]

function thousand(): Backup[] {
  return Array.from({length: 1000}, (_, index) =>
    backupAt(ago((index + 1) * 9 * HOUR), {
      type: index % 3 === 0 ? 'AUTO' : 'ON_DEMAND',
      status: index % 3 !== 0 && index > 4 ? 'DELETED' : 'READY',
    }),
  )
}

function manyCollections(): CollectionName[] {
  return Array.from({length: 1000}, (_, index) => ({
    id: `Collection${index}`,
    displayName: `Collection ${index + 1}`,
  }))
}

/** A page that has come to rest: what no backup holds is counted too. */
async function openPage(...args: Parameters<typeof runPage>): Promise<RunningPage> {
  const page = await runPage(...args)
  await page.advance(400)
  return page
}
