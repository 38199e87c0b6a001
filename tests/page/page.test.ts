import type {Backup} from 'public/contract'
import type {PageCommand, PageState} from 'public/page/page-state'
import {referencesOutside} from 'public/rules/references-outside'
import {
  ago,
  backupAt,
  fakeSite,
  fullSlots,
  restorationOf,
  time,
  usualBackups,
  type FakeSite,
} from './fake-site'
import {runPage, startPage, type RunningPage} from './run-page'

const opened: PageCommand = {
  type: 'opened',
  language: 'en-US',
  timeZone: 'UTC',
  visible: true,
  online: true,
  remembered: null,
}

describe('opening the page', () => {
  it('shows a skeleton at once and the table after one call', async () => {
    const page = startPage(fakeSite())
    expect(page.state().phase).toBe('loading')
    await page.send(opened)
    const shown = page.states.findIndex(({phase}) => phase === 'ready')
    expect(page.states[shown]?.backups.rows).toHaveLength(5)
    expect(page.site.calls[0]).toBe('getOverview')
    expect(page.site.calls.filter((method) => method === 'getOverview')).toHaveLength(1)
  })

  it('counts what no backup holds only after the table is painted', async () => {
    const page = await runPage()
    expect(page.site.calls).toEqual(['getOverview'])
    expect(page.state().phase).toBe('ready')
    await page.advance(1000)
    expect(page.site.calls).toEqual(['getOverview', 'getExposure'])
    expect(page.state().protection?.exposure).toMatchObject({
      state: 'ready',
      added: 14,
      changed: 3,
      unknown: 1,
    })
  })

  it('says that nothing is protected where there is no backup', async () => {
    const page = await runPage({backups: []})
    expect(page.state()).toMatchObject({isEmpty: true, protection: {level: 'none', lastGood: null}})
  })

  it.each([
    ['good', usualBackups()],
    ['stale', [backupAt(ago(9 * time.DAY), {type: 'AUTO'})]],
    ['lastFailed', [backupAt(ago(time.HOUR), {status: 'FAILED'}), ...usualBackups()]],
    ['first', [backupAt(ago(0), {status: 'PENDING'})]],
    ['none', [backupAt(ago(time.HOUR), {status: 'DELETED'})]],
  ] satisfies [string, Backup[]][])('calls it %s', async (level, backups) => {
    expect((await runPage({backups})).state().protection?.level).toBe(level)
  })

  it('keeps the backups listed when the collections cannot be read', async () => {
    const site = fakeSite()
    site.overview = {collections: null, collectionsProblem: {code: 'UNAVAILABLE', message: 'x'}}
    const {phase, backups, collectionsProblem} = (await runPage(site)).state()
    expect(phase).toBe('ready')
    expect(backups.rows).toHaveLength(5)
    expect(collectionsProblem?.code).toBe('UNAVAILABLE')
  })
})

describe('looking again', () => {
  it('looks every second at first, later less often, while something is in progress', async () => {
    const page = await runPage({backupMs: 3 * time.HOUR})
    await page.send({type: 'createBackup'})
    expect(await overviewsWithin(page, 10_000)).toBe(10)
    await page.advance(10 * time.MINUTE)
    const inAMinute = await overviewsWithin(page, 60_000)
    expect(inAMinute).toBeGreaterThanOrEqual(30)
    expect(inAMinute).toBeLessThan(40)
    await page.advance(time.HOUR)
    expect(await overviewsWithin(page, 60_000)).toBe(6)
  })

  it('shows a change made elsewhere within 15 seconds', async () => {
    const page = await runPage()
    page.site.createBackup('AUTO')
    await page.advance(15_000)
    expect(page.state().backups.rows[0]).toMatchObject({type: 'AUTO', status: 'PENDING'})
  })

  it('makes one call for each look', async () => {
    const page = await runPage({backupMs: time.MINUTE})
    await page.send({type: 'createBackup'})
    await page.advance(1000)
    page.site.calls.length = 0
    await page.advance(20_000)
    expect(new Set(page.site.calls)).toEqual(new Set(['getOverview']))
  })

  it('stops while hidden, and looks at once when shown again', async () => {
    const page = await runPage()
    await page.send({type: 'createBackup'})
    await page.send({type: 'visibility', visible: false})
    expect(await overviewsWithin(page, time.HOUR)).toBe(0)
    page.site.calls.length = 0
    await page.send({type: 'visibility', visible: true})
    expect(page.site.calls).toEqual(['getOverview'])
    expect(page.state().backups.rows[0]?.status).toBe('READY')
  })

  it('publishes nothing while nothing changes but the time of reading', async () => {
    const page = await runPage()
    const before = page.states.length
    await page.advance(60_000)
    const {now: _a, protection: _b, ...first} = page.states[before - 1] as PageState
    const {now: _c, protection: _d, ...last} = page.state()
    expect(last).toEqual(first)
  })

  it('reads again what began before a write ended', async () => {
    const page = await runPage()
    const slow = page.site.methods.getOverview
    let release = () => {}
    page.site.methods.getOverview = () =>
      new Promise((resolve) => {
        const stale = slow()
        release = () => void stale.then(resolve)
      })
    await page.send({type: 'refresh'})
    await page.send({type: 'createBackup'})
    page.site.methods.getOverview = slow
    release()
    await page.advance(0)
    expect(page.state().backups.rows[0]?.status).toBe('PENDING')
  })

  it('keeps a new backup in sight while the lists of Wix lag behind', async () => {
    const page = await runPage()
    const {methods} = page.site
    const before = await methods.getOverview()
    await page.send({type: 'createBackup'})
    methods.getOverview = async () => before
    await page.advance(5_000)
    expect(page.state().backups.rows[0]?.status).toBe('PENDING')
  })
})

describe('when a read fails', () => {
  it('says why, and tries again when asked', async () => {
    const site = fakeSite()
    site.fail('getOverview', {code: 'NOT_ALLOWED', message: 'No.', requestId: 'r-1'})
    const page = await runPage(site)
    expect(page.state()).toMatchObject({phase: 'failed', problem: {code: 'NOT_ALLOWED', requestId: 'r-1'}})
    expect(await overviewsWithin(page, time.HOUR)).toBe(0)
    await page.send({type: 'refresh'})
    expect(page.state()).toMatchObject({phase: 'ready', problem: null})
  })

  it('keeps what it has, and goes on by itself', async () => {
    const page = await runPage()
    page.site.fail('getOverview', {code: 'UNAVAILABLE', message: 'x'})
    await page.advance(13_000)
    expect(page.state()).toMatchObject({phase: 'ready', problem: {code: 'UNAVAILABLE'}})
    expect(page.state().backups.rows).toHaveLength(5)
    await page.advance(5_000)
    expect(page.state().problem).toBeNull()
  })

  it('waits a minute when there are too many requests', async () => {
    const page = await runPage()
    page.site.fail('getOverview', {code: 'THROTTLED', message: 'x'})
    await page.advance(12_500)
    expect(page.state().problem?.code).toBe('THROTTLED')
    expect(await overviewsWithin(page, 55_000)).toBe(0)
    expect(await overviewsWithin(page, 10_000)).toBeGreaterThanOrEqual(1)
  })

  it.each([
    [{status: 401}, true, 'SESSION_ENDED'],
    [{status: 403}, true, 'NOT_ALLOWED'],
    [new TypeError('Failed to fetch'), false, 'OFFLINE'],
    [new TypeError('Failed to fetch'), true, 'UNAVAILABLE'],
  ])('knows what %p means when it is thrown (online: %p): %s', async (throws, online, code) => {
    const site = fakeSite()
    site.fail('getOverview', {throws}, {throws})
    const page = startPage(site)
    await page.send({...opened, online})
    await page.advance(2_500)
    expect(page.state().problem?.code).toBe(code)
  })

  it('goes on at once when the connection is back', async () => {
    const site = fakeSite()
    site.fail('getOverview', ...Array.from({length: 8}, () => ({throws: new TypeError('x')})))
    const page = startPage(site)
    await page.send({...opened, online: false})
    await page.advance(60_000)
    expect(page.state().phase).toBe('failed')
    await page.send({type: 'connection', online: true})
    await page.advance(60_000)
    expect(page.state().phase).toBe('ready')
  })

  it('gives up on a call that is never answered', async () => {
    const site = fakeSite()
    site.fail('getOverview', 'never-answers')
    const page = await runPage(site)
    expect(page.state().phase).toBe('loading')
    await page.advance(31_000)
    expect(page.state().problem?.code).toBe('UNAVAILABLE')
  })
})

describe('creating a backup', () => {
  it('takes one click when a slot is free, and tells when it is ready', async () => {
    const page = await runPage()
    await page.send({type: 'createBackup'})
    expect(page.state()).toMatchObject({dialog: null, pending: {backups: [{status: 'PENDING'}]}})
    await page.advance(25_000)
    expect(page.state().backups.rows[0]?.status).toBe('READY')
    expect(page.toasts.map(({type}) => type)).toEqual(['standard', 'success'])
    expect(page.toasts[1]?.message).toBe('On-demand backup is ready.')
  })

  it('makes one backup for a double click', async () => {
    const page = await runPage()
    page.page.send({type: 'createBackup'})
    page.page.send({type: 'createBackup'})
    await page.advance(100)
    await page.send({type: 'createBackup'})
    expect(page.site.calls.filter((method) => method === 'createBackup')).toHaveLength(1)
  })

  it('names the backup that it will delete, and asks first, when every slot is taken', async () => {
    const page = await runPage({backups: fullSlots()})
    const oldest = oldestOnDemand(page.site)
    await page.send({type: 'createBackup'})
    expect(page.state().dialog).toMatchObject({kind: 'create', evicted: {id: oldest.id}})
    expect(page.site.calls).not.toContain('createBackup')
    await page.send({type: 'confirm', evict: oldest.id})
    await page.advance(25_000)
    expect(page.state().dialog).toBeNull()
    expect(page.site.backups.find(({id}) => id === oldest.id)?.status).toBe('DELETED')
  })

  it('makes one backup for a double click on the confirmation', async () => {
    const page = await runPage({backups: fullSlots()})
    const evict = oldestOnDemand(page.site).id
    await page.send({type: 'createBackup'})
    page.page.send({type: 'confirm', evict})
    page.page.send({type: 'confirm', evict})
    await page.advance(0)
    expect(page.site.calls.filter((method) => method === 'createBackup')).toHaveLength(1)
  })

  it('asks again, with the new backup, when the situation changed before the call', async () => {
    const page = await runPage({backups: fullSlots(), backupMs: 0})
    const told = oldestOnDemand(page.site)
    await page.send({type: 'createBackup'})
    page.site.createBackup()
    const now = oldestOnDemand(page.site)
    await page.send({type: 'confirm', evict: told.id})
    expect(now.id).not.toBe(told.id)
    expect(page.state().dialog).toMatchObject({
      kind: 'create',
      changed: true,
      evicted: {id: now.id},
      stage: 'asking',
    })
    await page.send({type: 'confirm', evict: now.id})
    expect(page.state().dialog).toBeNull()
  })

  it('never deletes a backup that the person was not told of, though it changed under the click', async () => {
    const page = await runPage({backups: fullSlots(), backupMs: 0})
    const told = oldestOnDemand(page.site)
    await page.send({type: 'createBackup'})
    page.site.createBackup()
    await page.advance(15_000)
    await page.send({type: 'confirm', evict: told.id})
    expect(page.site.calls).not.toContain('createBackup')
    expect(page.state().dialog).toMatchObject({changed: true})
  })

  it('asks when the last slot was taken by somebody else meanwhile', async () => {
    const page = await runPage({backupMs: 0})
    page.site.createBackup()
    await page.send({type: 'createBackup'})
    expect(page.state().dialog).toMatchObject({kind: 'create', evicted: {type: 'ON_DEMAND'}, problem: null})
  })

  it('says why it failed, and tries again when asked', async () => {
    const page = await runPage()
    page.site.fail('createBackup', {code: 'UNAVAILABLE', message: 'x'})
    await page.send({type: 'createBackup'})
    expect(page.state().dialog).toMatchObject({
      kind: 'create',
      stage: 'asking',
      problem: {code: 'UNAVAILABLE'},
    })
    await page.send({type: 'confirm', evict: null})
    expect(page.state()).toMatchObject({dialog: null, pending: {backups: [{}]}})
  })

  it('looks before it says anything when the answer was lost, and finds the backup', async () => {
    const page = await runPage()
    page.site.fail('createBackup', 'lose-response')
    const stages: (string | undefined)[] = []
    await page.send({type: 'createBackup'})
    stages.push(...page.states.map(({dialog}) => dialog?.stage))
    await page.advance(2_000)
    expect(stages).toContain('checking')
    expect(page.state()).toMatchObject({dialog: null, pending: {backups: [{}]}, canCreate: true})
    expect(page.site.calls.filter((method) => method === 'createBackup')).toHaveLength(1)
  })

  it('takes a connection that broke for an unclear answer, and finds the backup when it is back', async () => {
    const page = await runPage()
    await page.send({type: 'connection', online: false})
    const {createBackup, getOverview} = page.site.methods
    page.site.methods.createBackup = async (options) => {
      await createBackup(options)
      throw new TypeError('Failed to fetch')
    }
    page.site.methods.getOverview = async () => {
      throw new TypeError('Failed to fetch')
    }
    await page.send({type: 'createBackup'})
    await page.advance(60_000)
    expect(page.state()).toMatchObject({problem: {code: 'OFFLINE'}, dialog: {stage: 'checking'}})
    page.site.methods.getOverview = getOverview
    await page.send({type: 'connection', online: true})
    await page.advance(1_000)
    expect(page.state()).toMatchObject({problem: null, dialog: null})
    expect(page.site.calls.filter((method) => method === 'createBackup')).toHaveLength(1)
  })

  it('says that nothing was started when the answer was lost and nothing is found', async () => {
    const page = await runPage()
    page.site.fail('createBackup', {code: 'OUTCOME_UNKNOWN', message: 'x'})
    await page.send({type: 'createBackup'})
    expect(page.state().dialog?.stage).toBe('checking')
    await page.advance(12_000)
    expect(page.state().dialog).toMatchObject({stage: 'asking', problem: {code: 'OUTCOME_UNKNOWN'}})
    expect(page.site.calls.filter((method) => method === 'createBackup')).toHaveLength(1)
  })

  it('tells of a backup that fails', async () => {
    const page = await runPage()
    page.site.endsAs.backup = 'FAILED'
    await page.send({type: 'createBackup'})
    await page.advance(25_000)
    expect(page.toasts.at(-1)).toMatchObject({type: 'error'})
    expect(page.state().protection?.level).toBe('lastFailed')
  })
})

describe('deleting a backup', () => {
  it('asks, deletes, and shows it as deleting until it is gone', async () => {
    const page = await runPage()
    const [backup] = page.site.backups
    await page.send({type: 'askDelete', backupId: backup?.id ?? ''})
    expect(page.state().dialog).toMatchObject({kind: 'delete', isLastGood: false})
    await page.send({type: 'confirm', evict: null})
    await page.advance(2_000)
    expect(page.state().dialog).toBeNull()
    expect(page.state().backups.rows.map(({id}) => id)).not.toContain(backup?.id)
    expect(page.toasts.at(-1)).toMatchObject({type: 'success'})
  })

  it('warns when nothing is left to go back to', async () => {
    const page = await runPage({backups: [backupAt(ago(time.DAY))]})
    await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
    expect(page.state().dialog).toMatchObject({isLastGood: true})
  })

  it('says that somebody else has deleted it while the dialog was open', async () => {
    const page = await runPage()
    const id = page.site.backups[0]?.id ?? ''
    await page.send({type: 'askDelete', backupId: id})
    page.site.deleteBackup(id)
    await page.send({type: 'confirm', evict: null})
    expect(page.state().dialog).toMatchObject({gone: true})
    await page.send({type: 'dismiss'})
    expect(page.state().dialog).toBeNull()
  })

  it('does not ask for a backup that is in progress', async () => {
    const page = await runPage({backups: [backupAt(ago(0), {status: 'PENDING'})], backupMs: time.HOUR})
    await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
    expect(page.state().dialog).toBeNull()
  })
})

describe('restoring', () => {
  it('asks for the name of the site before everything is replaced', async () => {
    const page = await runPage()
    await askRestore(page, 1)
    await page.send({type: 'setSafety', on: false})
    expect(page.state().dialog).toMatchObject({typing: {needed: true, matches: false}, canConfirm: false})
    await page.send({type: 'confirm', evict: null})
    expect(page.site.calls).not.toContain('restoreBackup')
    await page.send({type: 'typed', text: ' blue door  BAKERY '})
    expect(page.state().dialog).toMatchObject({canConfirm: true})
    await page.send({type: 'confirm', evict: null})
    expect(page.state()).toMatchObject({dialog: null, pending: {restorations: [{whole: true}]}})
  })

  it('asks for a fixed word where the name is unknown', async () => {
    const page = await runPage({siteName: null})
    await askRestore(page, 1)
    await page.send({type: 'typed', text: 'restore'})
    expect(page.state().dialog).toMatchObject({typing: {siteName: null, matches: true}, canConfirm: true})
  })

  it('counts what each collection loses, and its references out of what is chosen', async () => {
    const page = await runPage()
    await askRestore(page, 1)
    await page.send({type: 'setScope', scope: 'some'})
    await page.send({type: 'setSelected', collectionIds: ['Orders']})
    await page.advance(1_000)
    const {dialog} = page.state()
    if (dialog?.kind !== 'restore') throw new Error('The restore dialog is not open')
    expect(dialog.forecast.collections).toHaveLength(5)
    const orders = dialog.forecast.collections.find(({collectionId}) => collectionId === 'Orders')
    if (!orders) throw new Error('Orders is not counted')
    expect(orders).toMatchObject({added: {known: true, value: 12}})
    expect(referencesOutside(orders, new Set(['Orders']))).toEqual([
      {field: 'customer', collectionId: 'Customers'},
    ])
    await page.send({type: 'setSelected', collectionIds: ['Orders', 'Customers']})
    expect(referencesOutside(orders, new Set(['Orders', 'Customers']))).toEqual([])
    expect(page.site.forecastsAsked).toEqual([null])
  })

  it('counts what an undo did not name as soon as it is chosen too', async () => {
    const backup = backupAt(ago(time.HOUR))
    const safety = backupAt(ago(11 * time.MINUTE))
    const restoration = restorationOf(backup, {
      status: 'COMPLETED',
      requestedDate: ago(10 * time.MINUTE),
      finishedDate: ago(9 * time.MINUTE),
      restorationCollections: [{dataCollectionId: 'Products'}],
    })
    const page = await runPage({backups: [safety, backup], restorations: [restoration]})
    await page.send({type: 'askRestore', backupId: safety.id, restorationId: restoration.id})
    await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders']})
    await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders', 'Recipes']})
    await page.advance(1_000)
    await page.send({type: 'setSelected', collectionIds: ['Orders']})
    await page.advance(1_000)
    expect(page.site.forecastsAsked).toEqual([['Products'], ['Orders', 'Recipes']])
    expect(page.state().dialog).toMatchObject({
      forecast: {
        state: 'ready',
        collections: ['Products', 'Orders', 'Recipes'].map((collectionId) =>
          expect.objectContaining({collectionId}),
        ),
      },
    })
  })

  it('restores only the chosen collections, and tells when it is done', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: false})
    await page.advance(40_000)
    expect(page.site.restorations[0]?.restorationCollections).toEqual([
      {dataCollectionId: 'Products'},
      {dataCollectionId: 'Orders'},
    ])
    expect(page.state().outcomes[0]).toMatchObject({
      status: 'COMPLETED',
      collectionCount: 2,
      undoBackupId: null,
    })
    expect(page.toasts.at(-1)?.type).toBe('success')
    await page.send({type: 'dismissOutcome', restorationId: outcomeId(page)})
    expect(page.state().outcomes).toEqual([])
  })

  it('restores into copies without a word to type', async () => {
    const page = await runPage()
    await askRestore(page, 1)
    await page.send({type: 'setMode', mode: 'copy'})
    await page.send({type: 'confirm', evict: null})
    const [restoration] = page.site.restorations
    expect(restoration?.restorationCollections).toHaveLength(5)
    expect(restoration?.restorationCollections[0]).toEqual({
      dataCollectionId: 'Products',
      restoreDestination: {
        dataCollectionId: 'Products_restored_202611231400',
        displayName: 'Products (restored 2026-11-23)',
      },
    })
    await page.advance(40_000)
    expect(page.state().outcomes[0]).toMatchObject({copy: true, undoBackupId: null})
  })

  it('starts one restoration for a double click', async () => {
    const page = await runPage()
    await askRestore(page, 1)
    await page.send({type: 'setSafety', on: false})
    await page.send({type: 'typed', text: 'Blue Door Bakery'})
    page.page.send({type: 'confirm', evict: null})
    page.page.send({type: 'confirm', evict: null})
    await page.advance(0)
    expect(page.site.restorations).toHaveLength(1)
  })

  it('looks first when the answer was lost, and finds the restoration', async () => {
    const page = await runPage()
    page.site.fail('restorePartialBackup', 'lose-response')
    await restoreSome(page, {safety: false})
    await page.advance(3_000)
    expect(page.state()).toMatchObject({dialog: null, pending: {restorations: [{collectionCount: 2}]}})
    expect(page.site.restorations).toHaveLength(1)
  })

  it('keeps the question open with the reason when it is refused', async () => {
    const page = await runPage()
    page.site.fail('restorePartialBackup', {code: 'RESTORATION_IN_PROGRESS', message: 'x'})
    await restoreSome(page, {safety: false})
    expect(page.state().dialog).toMatchObject({stage: 'asking', problem: {code: 'RESTORATION_IN_PROGRESS'}})
  })

  it('says that the backup is gone when somebody else deleted it', async () => {
    const page = await runPage()
    await askRestore(page, 0)
    page.site.deleteBackup(page.site.backups[0]?.id ?? '')
    await page.advance(15_000)
    expect(page.state().dialog).toMatchObject({gone: true, canConfirm: false})
  })

  it('tells of a restoration that failed, and offers the same again', async () => {
    const page = await runPage()
    page.site.endsAs.restoration = 'FAILED'
    await restoreSome(page, {safety: false})
    await page.advance(40_000)
    const [outcome] = page.state().outcomes
    expect(outcome?.status).toBe('FAILED')
    await page.send({type: 'askRestore', backupId: outcome?.backupId ?? '', restorationId: outcome?.id ?? ''})
    expect(page.state().dialog).toMatchObject({
      isUndo: false,
      scope: 'some',
      selected: ['Products', 'Orders'],
    })
  })
})

describe('a safety backup first', () => {
  it('makes the backup, waits until it is ready, restores, and offers to undo', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: true})
    expect(page.state()).toMatchObject({dialog: null, jobs: [{stage: 'safetyPending', isInterrupted: false}]})
    expect(page.site.restorations).toHaveLength(0)
    await page.advance(22_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring'})
    await page.advance(40_000)
    const {jobs, outcomes} = page.state()
    const [outcome] = outcomes
    expect(jobs).toEqual([])
    expect(outcome).toMatchObject({status: 'COMPLETED', undoBackupId: page.site.backups[0]?.id})
  })

  it('undoes only what was restored, from the safety backup', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: true})
    await page.advance(70_000)
    const [outcome] = page.state().outcomes
    const undoId = outcome?.undoBackupId ?? ''
    await page.send({type: 'askRestore', backupId: undoId, restorationId: outcome?.id ?? ''})
    expect(page.state().dialog).toMatchObject({
      isUndo: true,
      selected: ['Products', 'Orders'],
      canConfirm: true,
    })
    await page.send({type: 'confirm', evict: null})
    expect(page.site.restorations[0]).toMatchObject({backup: {id: undoId}})
  })

  it('is refused when it would delete the backup that is being restored', async () => {
    const page = await runPage({backups: fullSlots()})
    const oldest = oldestOnDemand(page.site)
    await page.send({type: 'askRestore', backupId: oldest.id})
    await page.send({type: 'setSafety', on: true})
    expect(page.state().dialog).toMatchObject({safety: {on: false, refused: 'WOULD_EVICT_CHOSEN'}})
  })

  it('names what it deletes, and asks again when that changed', async () => {
    const page = await runPage({backups: fullSlots(), backupMs: 0})
    const told = oldestOnDemand(page.site)
    await askRestore(page, 2)
    await page.send({type: 'setScope', scope: 'some'})
    await page.send({type: 'setSelected', collectionIds: ['Products']})
    await page.send({type: 'setSafety', on: true})
    expect(page.state().dialog).toMatchObject({safety: {evicts: {id: told.id}}})
    page.site.createBackup()
    const now = oldestOnDemand(page.site)
    await page.send({type: 'confirm', evict: told.id})
    expect(page.state()).toMatchObject({
      jobs: [],
      dialog: {changed: true, stage: 'asking', safety: {on: true, evicts: {id: now.id}}},
    })
    expect(page.site.restorations).toHaveLength(0)
  })

  it('restores nothing when the safety backup fails, and says so', async () => {
    const page = await runPage()
    page.site.endsAs.backup = 'FAILED'
    await restoreSome(page, {safety: true})
    await page.advance(30_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'safetyFailed'})
    expect(page.site.restorations).toHaveLength(0)
    await page.send({type: 'stopJob', jobId: jobId(page)})
    expect(page.state().jobs).toEqual([])
  })

  it('goes on while the page is hidden: the person was told that it would', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: true})
    await page.send({type: 'visibility', visible: false})
    await page.advance(60_000)
    expect(page.site.restorations).toHaveLength(1)
    expect(await overviewsWithin(page, time.HOUR)).toBe(0)
  })

  it('keeps a second restore waiting until the first has begun', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: true})
    expect(page.state().canRestore).toBe(false)
    await askRestore(page, 2)
    expect(page.state().dialog).toBeNull()
    await page.advance(25_000)
    expect(page.state().canRestore).toBe(true)
  })

  it('restores nothing after "Don’t Restore"', async () => {
    const page = await runPage()
    await restoreSome(page, {safety: true})
    await page.send({type: 'stopJob', jobId: jobId(page)})
    await page.advance(60_000)
    expect(page.site.restorations).toHaveLength(0)
  })

  it('says when the restoration was refused after the safety backup, and tries again when asked', async () => {
    const page = await runPage()
    page.site.fail('restorePartialBackup', {code: 'UNAVAILABLE', message: 'x'})
    await restoreSome(page, {safety: true})
    await page.advance(25_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoreRefused', problem: {code: 'UNAVAILABLE'}})
    await page.send({type: 'continueJob', jobId: jobId(page)})
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring'})
  })
})

describe('a reload in the middle', () => {
  it('does not restore by itself, and says that the safety backup is still being made', async () => {
    const {site, remembered} = await closedWith('safetyPending', 5_000)
    const page = await runPage(site, {remembered})
    expect(page.state().jobs[0]).toMatchObject({stage: 'safetyPending', isInterrupted: true})
    await page.advance(60_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'safetyReady'})
    expect(site.restorations).toHaveLength(0)
    await page.send({type: 'continueJob', jobId: jobId(page)})
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring'})
  })

  it('goes on when the person says so before the safety backup is ready', async () => {
    const {site, remembered} = await closedWith('safetyPending', 5_000)
    const page = await runPage(site, {remembered})
    await page.send({type: 'continueJob', jobId: jobId(page)})
    await page.advance(30_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring'})
  })

  it('finds the safety backup again whose answer was not awaited', async () => {
    const {site, remembered} = await closedWhileWaitingFor('createBackup')
    const page = await runPage(site, {remembered})
    expect(page.state().jobs[0]).toMatchObject({
      stage: 'safetyPending',
      safetyBackupId: site.backups[0]?.id,
      isInterrupted: true,
    })
  })

  it('finds the restoration that had begun', async () => {
    const {site, remembered} = await closedWhileWaitingFor('restorePartialBackup')
    const page = await runPage(site, {remembered})
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring', restorationId: site.restorations[0]?.id})
    await page.advance(60_000)
    expect(page.state()).toMatchObject({jobs: [], outcomes: [{status: 'COMPLETED', isCertain: false}]})
  })

  it('forgets what was remembered of a backup that is no longer there, and says so', async () => {
    const {remembered} = await closedWith('safetyPending', 1_000)
    const page = await runPage({}, {remembered})
    expect(page.state().jobs).toEqual([])
    expect(page.state().notices.map(({kind}) => kind)).toEqual(['restoreForgotten'])
  })

  it('forgets what was remembered of another site', async () => {
    const {remembered} = await closedWith('safetyPending', 1_000)
    const page = await runPage({siteName: 'Red Door Bakery'}, {remembered})
    expect(page.state()).toMatchObject({jobs: [], notices: []})
  })

  it('tells how the restoration ended meanwhile', async () => {
    const {site, remembered} = await closedWith('restoring', 30_000)
    await site.clock.advance(time.HOUR)
    const page = await runPage(site, {remembered})
    expect(page.state()).toMatchObject({jobs: [], outcomes: [{status: 'COMPLETED'}]})
  })

  it.each([['a text'], [{version: 2}], [{version: 3, attempts: []}], [{stage: 'restoring'}], [[1]]])(
    'passes over what it cannot understand: %p',
    async (remembered) => {
      expect((await runPage({}, {remembered})).state()).toMatchObject({phase: 'ready', jobs: []})
    },
  )

  it('follows pending work that it did not begin', async () => {
    const site = fakeSite()
    site.createBackup()
    const page = await runPage(site)
    await page.advance(25_000)
    expect(page.toasts.at(-1)?.message).toBe('On-demand backup is ready.')
  })
})

describe('a plan that version 0.1 remembered', () => {
  it('waits for a person after its safety backup', async () => {
    const site = fakeSite()
    const page = await runPage(site, {remembered: firstVersionPlan(site, {stage: 'safetyPending'})})
    expect(page.state().jobs[0]).toMatchObject({stage: 'safetyPending', isInterrupted: true})
    await page.advance(60_000)
    expect(page.state().jobs[0]).toMatchObject({stage: 'safetyReady'})
    await page.send({type: 'continueJob', jobId: jobId(page)})
    expect(site.restorations[0]?.restorationCollections).toEqual([{dataCollectionId: 'Products'}])
  })

  it('finds what was requested and not answered', async () => {
    const site = fakeSite()
    const remembered = firstVersionPlan(site, {stage: 'safetyRequested', safetyBackupId: null})
    const page = await runPage(site, {remembered})
    expect(page.state().jobs[0]).toMatchObject({
      stage: 'safetyPending',
      safetyBackupId: site.backups[0]?.id,
    })
  })

  it('follows the restoration that had begun', async () => {
    const site = fakeSite()
    const remembered = firstVersionPlan(site, {stage: 'restoreRequested'})
    site.restoreBackup(site.backups[2]?.id ?? '', [{dataCollectionId: 'Products'}])
    const page = await runPage(site, {remembered})
    expect(page.state().jobs[0]).toMatchObject({stage: 'restoring', restorationId: site.restorations[0]?.id})
  })

  it('never becomes a restore of everything where its collections cannot be read', async () => {
    const site = fakeSite()
    const remembered = firstVersionPlan(site, {stage: 'safetyReady', collections: [{id: 'Products'}]})
    expect((await runPage(site, {remembered})).state().jobs).toEqual([])
  })
})

describe('lists', () => {
  it('pages and filters what the overview holds without a call', async () => {
    const backups = Array.from({length: 45}, (_, index) => backupAt(ago(index * time.HOUR), {type: 'AUTO'}))
    const page = await runPage({backups})
    page.site.calls.length = 0
    await page.send({type: 'turnPage', list: 'backups', by: 1})
    await page.send({type: 'turnPage', list: 'backups', by: 1})
    expect(page.state().backups).toMatchObject({page: 2, hasNext: false, hasPrevious: true})
    expect(page.state().backups.rows).toHaveLength(5)
    await page.send({type: 'setFilter', filter: {type: 'ON_DEMAND'}})
    expect(page.state().backups).toMatchObject({page: 0, rows: []})
    expect(page.site.calls).toEqual([])
  })

  it('asks for pages beyond the overview', async () => {
    const backups = Array.from({length: 130}, (_, index) => backupAt(ago(index * time.HOUR), {type: 'AUTO'}))
    const page = await runPage({backups})
    for (let turn = 0; turn < 6; turn++) await page.send({type: 'turnPage', list: 'backups', by: 1})
    expect(page.site.calls).toContain('listBackups')
    const {rows, hasNext} = page.state().backups
    expect(rows.map(({id}) => id)).toEqual(backups.slice(120).map(({id}) => id))
    expect(hasNext).toBe(false)
  })

  it('hides deleted backups until they are asked for', async () => {
    const page = await runPage({backups: [backupAt(ago(0), {status: 'DELETED'}), ...usualBackups()]})
    expect(page.state().backups.rows).toHaveLength(5)
    await page.send({type: 'setFilter', filter: {status: 'DELETED'}})
    expect(page.state().backups.rows.map(({status}) => status)).toEqual(['DELETED'])
  })

  it('shows everything about one backup, and what was restored from it', async () => {
    const backups = usualBackups()
    const [first] = backups
    if (!first) throw new Error('There is no backup')
    const restored = restorationOf(first, {
      status: 'COMPLETED',
      requestedDate: ago(time.HOUR),
      finishedDate: ago(time.HOUR - 30_000),
    })
    const page = await runPage({backups, restorations: [restorationOf(first, {status: 'FAILED'}), restored]})
    await page.send({type: 'openPanel', backupId: first.id})
    expect(page.state().panel).toMatchObject({
      tookMs: 24_000,
      restoreEstimate: {lowMs: 30_000, highMs: 30_000, samples: 1},
      canRestore: true,
      canDelete: true,
      restorations: [{status: 'FAILED'}, {status: 'COMPLETED'}],
    })
    expect(page.state().panel?.collections).toHaveLength(5)
    await page.send({type: 'closePanel'})
    expect(page.state().panel).toBeNull()
  })

  it('keeps the state small with 1,000 backups', async () => {
    const backups = Array.from({length: 1000}, (_, index) => backupAt(ago(index * time.HOUR)))
    const page = await runPage({backups})
    expect(JSON.stringify(page.state()).length).toBeLessThan(60_000)
  })
})

it('speaks the language of the reader in its toasts', async () => {
  const page = await runPage({}, {language: 'he-IL'})
  await page.send({type: 'createBackup'})
  expect(page.toasts[0]?.message).toBe('הגיבוי שלכם נוצר.')
})

it('is silent after it was stopped', async () => {
  const page = await runPage()
  page.page.stop()
  const before = page.states.length
  await page.send({type: 'createBackup'})
  await page.advance(60_000)
  expect(page.states).toHaveLength(before)
  expect(page.site.calls).not.toContain('createBackup')
})

async function overviewsWithin(page: RunningPage, ms: number): Promise<number> {
  const before = page.site.calls.length
  await page.advance(ms)
  return page.site.calls.slice(before).filter((method) => method === 'getOverview').length
}

function oldestOnDemand(site: FakeSite): Backup {
  const oldest = site.backups.filter(({type, status}) => type === 'ON_DEMAND' && status === 'READY').at(-1)
  if (!oldest) throw new Error('There is no on-demand backup')
  return oldest
}

async function askRestore(page: RunningPage, at: number): Promise<void> {
  await page.send({type: 'askRestore', backupId: page.site.backups[at]?.id ?? ''})
}

async function restoreSome(page: RunningPage, {safety}: {safety: boolean}): Promise<void> {
  await askRestore(page, 1)
  await page.send({type: 'setScope', scope: 'some'})
  await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders']})
  await page.send({type: 'setSafety', on: safety})
  await page.send({type: 'confirm', evict: null})
}

/** A page that was closed while its call was under way, which was done all the same. */
async function closedWhileWaitingFor(method: 'createBackup' | 'restorePartialBackup') {
  const site = fakeSite()
  const call: (...args: never[]) => Promise<unknown> = site.methods[method]
  Object.assign(site.methods, {
    [method](...args: never[]) {
      void call(...args)
      return new Promise(() => {})
    },
  })
  const page = await runPage(site)
  await restoreSome(page, {safety: true})
  if (method !== 'createBackup') await page.advance(23_000)
  page.page.stop()
  Object.assign(site.methods, {[method]: call})
  return {site, remembered: page.remembered()}
}

/** What the page of version 0.1 kept while it made a safety backup, which is PENDING on this site. */
function firstVersionPlan(site: FakeSite, change: Record<string, unknown>): Record<string, unknown> {
  const [chosen] = site.backups.slice(1)
  if (!chosen) throw new Error('There is no backup')
  const startedDate = site.now()
  const safety = site.createBackup()
  return {
    startedDate,
    backupId: chosen.id,
    backupType: chosen.type,
    backupRequestedDate: chosen.requestedDate,
    collections: [{dataCollectionId: 'Products'}],
    collectionCount: 1,
    firstCollections: ['Products'],
    safetyBackupId: safety.id,
    restorationId: null,
    interrupted: false,
    problem: null,
    ...change,
  }
}

function jobId(page: RunningPage): string {
  return page.state().jobs[0]?.id ?? 'none'
}

function outcomeId(page: RunningPage): string {
  return page.state().outcomes[0]?.id ?? 'none'
}

/** A page that was closed in the middle of a safety backup and restore, and what its element remembers. */
async function closedWith(stage: string, afterMs: number) {
  const page = await runPage()
  await restoreSome(page, {safety: true})
  await page.advance(afterMs)
  expect(page.state().jobs[0]?.stage).toBe(stage)
  page.page.stop()
  return {site: page.site, remembered: page.remembered()}
}
