import type {PageCommand} from 'public/page/page-state'
import {
  ago,
  backupAt,
  fakeSite,
  fullSlots,
  time,
  usualBackups,
  type FakeSite,
  type SlowAnswer,
} from './fake-site'
import {runPage, type RunningPage} from './run-page'

const SECOND = 1000
/** Velo's answer after 14 s, while the code may keep running. */
const TIMED_OUT = {throws: {code: 504, message: 'Gateway Time-out'}}

describe('a reload while the restoration of a safety plan is requested', () => {
  it('finds the restoration that Wix begins 3 seconds later, and does not offer it again', async () => {
    const {site, page} = await reloadedWhileRequested({worksAfterMs: 3 * SECOND})
    expect(page.state().jobs).toMatchObject([{stage: 'restoreRequested'}])
    await page.advance(6 * SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'restoring', isCertain: false}])
    await page.advance(time.MINUTE)
    expect(page.state()).toMatchObject({jobs: [], outcomes: [{status: 'COMPLETED', isCertain: false}]})
    expect(site.writes.filter(({method}) => method === 'restorePartialBackup')).toHaveLength(1)
  })

  it('says that it is not clear where it does not appear, and looks before it restores when asked', async () => {
    const {site, page} = await reloadedWhileRequested({worksAfterMs: 50 * SECOND})
    await page.advance(45 * SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'restoreUnknown', problem: {code: 'OUTCOME_UNKNOWN'}}])
    await page.advance(10 * SECOND)
    await page.send({type: 'continueJob', jobId: page.state().jobs[0]?.id ?? ''})
    await page.advance(SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'restoring'}])
    expect(site.restorations).toHaveLength(1)
  })

  it('restores when asked where it never began', async () => {
    const {site, page} = await reloadedWhileRequested({worksAfterMs: null})
    await page.advance(45 * SECOND)
    await page.send({type: 'continueJob', jobId: page.state().jobs[0]?.id ?? ''})
    await page.advance(SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'restoring', isCertain: true}])
    expect(site.restorations).toHaveLength(1)
  })

  async function reloadedWhileRequested({worksAfterMs}: {worksAfterMs: number | null}) {
    const site = fakeSite()
    site.fail('restorePartialBackup', {worksAfterMs, answersAfterMs: time.HOUR, as: 'answer'})
    const before = await runPage(site)
    await restoreSome(before, {safety: true})
    await before.advance(22 * SECOND)
    expect(before.state().jobs).toMatchObject([{stage: 'restoreRequested'}])
    before.page.stop()
    return {site, page: await runPage(site, {remembered: before.remembered()})}
  }
})

describe('two writes that are unclear at the same time', () => {
  it('each come to an end, and leave Create and Restore on', async () => {
    const page = await runPage()
    page.site.fail('createBackup', unclear(null))
    page.site.fail('restorePartialBackup', unclear(null))
    await page.send({type: 'createBackup'})
    await page.send({type: 'dismiss'})
    await page.advance(15 * SECOND)
    await page.send({type: 'dismiss'})
    await restoreSome(page, {safety: false})
    await page.advance(time.MINUTE)
    expect(page.state()).toMatchObject({
      canCreate: true,
      canRestore: true,
      dialog: {kind: 'restore', stage: 'asking', problem: {code: 'OUTCOME_UNKNOWN'}},
      troubles: [{kind: 'createBackup', problem: {code: 'OUTCOME_UNKNOWN'}}],
    })
  })

  it('are each found', async () => {
    const page = await runPage({restoreMs: 2 * time.MINUTE, backupMs: 2 * time.MINUTE})
    page.site.fail('createBackup', unclear(13 * SECOND))
    page.site.fail('restorePartialBackup', unclear(13 * SECOND))
    await page.send({type: 'createBackup'})
    await restoreSome(page, {safety: false})
    await page.advance(20 * SECOND)
    expect(page.state()).toMatchObject({canCreate: true, canRestore: true, dialog: null, troubles: []})
    expect(kinds(page)).toEqual(['backupFound', 'restoreFound'])
  })
})

describe('work that ends before its answer arrives', () => {
  it('is told as ended: a restoration of 10 seconds, answered with a 504 after 14', async () => {
    const page = await runPage({restoreMs: 10 * SECOND})
    page.site.fail('restorePartialBackup', {worksAfterMs: 0, answersAfterMs: 14 * SECOND, as: TIMED_OUT})
    await restoreSome(page, {safety: true})
    await page.advance(90 * SECOND)
    const {outcomes, jobs, pending, canRestore} = page.state()
    expect({jobs, pending: pending.restorations, canRestore}).toEqual({
      jobs: [],
      pending: [],
      canRestore: true,
    })
    expect(outcomes).toMatchObject([{status: 'COMPLETED'}])
    expect(kinds(page).filter((kind) => kind === 'restored')).toHaveLength(1)
  })

  it('is told as failed: a backup that failed before its answer', async () => {
    const page = await runPage({backupMs: 3 * SECOND})
    page.site.endsAs.backup = 'FAILED'
    page.site.fail('createBackup', {worksAfterMs: 0, answersAfterMs: 10 * SECOND, as: 'answer'})
    await page.send({type: 'createBackup'})
    await page.advance(time.MINUTE)
    expect(kinds(page)).toEqual(['backupFailed'])
  })

  it('tells the end once, though it was seen in progress and ended before the answer', async () => {
    const page = await runPage({backupMs: 8 * SECOND})
    page.site.fail('createBackup', {worksAfterMs: 0, answersAfterMs: 13 * SECOND, as: 'answer'})
    await page.send({type: 'createBackup'})
    await page.send({type: 'refresh'})
    await page.advance(time.MINUTE)
    expect(kinds(page)).toEqual(['backupReady'])
  })
})

describe('an answer that comes while another dialog is open', () => {
  it('leaves the restore dialog as it is, and says what became of the backup', async () => {
    const page = await runPage()
    page.site.fail('createBackup', {
      worksAfterMs: null,
      answersAfterMs: 5 * SECOND,
      as: {code: 'UNAVAILABLE', message: 'x'},
    })
    await page.send({type: 'createBackup'})
    await askRestore(page, 1)
    await page.send({type: 'setScope', scope: 'some'})
    await page.send({type: 'setSelected', collectionIds: ['Products']})
    await page.advance(10 * SECOND)
    expect(page.state()).toMatchObject({
      dialog: {kind: 'restore', selected: ['Products'], stage: 'asking'},
      troubles: [{kind: 'createBackup', problem: {code: 'UNAVAILABLE'}}],
    })
    await page.send({type: 'setSafety', on: false})
    await page.send({type: 'confirm', evict: null})
    expect(page.site.writes.map(({method}) => method)).toEqual(['createBackup', 'restorePartialBackup'])
    const [trouble] = page.state().troubles
    await page.send({type: 'dismissTrouble', id: trouble?.id ?? ''})
    expect(page.state().troubles).toEqual([])
  })

  it('never takes a click that was meant for another question', async () => {
    const page = await runPage()
    page.site.fail('createBackup', unclear(null))
    await page.send({type: 'createBackup'})
    await page.send({type: 'dismiss'})
    await askRestore(page, 1)
    const {dialog} = page.state()
    await page.send({type: 'dismiss'})
    await page.advance(40 * SECOND)
    expect(page.state().dialog).toMatchObject({kind: 'create', problem: {code: 'OUTCOME_UNKNOWN'}})
    await page.send({type: 'confirm', evict: null, dialogId: dialog?.id ?? ''})
    expect(page.site.writes).toHaveLength(1)
  })

  it('tells a refused safety backup in its banner', async () => {
    const page = await runPage()
    page.site.fail('createBackup', unclear(null))
    await restoreSome(page, {safety: true})
    await page.advance(15 * SECOND)
    expect(page.state().dialog).toMatchObject({stage: 'checking'})
    await page.send({type: 'dismiss'})
    await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
    await page.advance(time.MINUTE)
    expect(page.state()).toMatchObject({
      dialog: {kind: 'delete'},
      jobs: [{stage: 'safetyFailed', problem: {code: 'OUTCOME_UNKNOWN'}}],
    })
  })
})

describe('what is not clear', () => {
  it('is told of a deletion that had no effect', async () => {
    const page = await runPage()
    page.site.fail('deleteBackup', {code: 'OUTCOME_UNKNOWN', message: 'x'})
    await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
    await page.send({type: 'confirm', evict: null})
    expect(page.state()).toMatchObject({
      dialog: null,
      backups: {rows: [{status: 'DELETING'}, {}, {}, {}, {}]},
    })
    await page.advance(15 * SECOND)
    expect(page.state()).toMatchObject({
      backups: {rows: [{status: 'READY', canDelete: true}, {}, {}, {}, {}]},
      troubles: [{kind: 'deleteBackup', problem: {code: 'OUTCOME_UNKNOWN'}}],
    })
  })

  it('is told of a deletion that Wix accepted, and that is not done after a minute', async () => {
    const page = await runPage({deleteMs: time.HOUR})
    await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
    await page.send({type: 'confirm', evict: null})
    await page.advance(70 * SECOND)
    expect(page.state().troubles).toMatchObject([{kind: 'deleteBackup'}])
  })

  it('is said where several new backups are listed, of which any may be it', async () => {
    const page = await runPage({backups: []})
    page.site.fail('createBackup', unclear(12 * SECOND))
    await page.send({type: 'createBackup'})
    await page.advance(13 * SECOND)
    page.site.createBackup()
    await page.advance(30 * SECOND)
    expect(page.state().dialog).toMatchObject({stage: 'asking', problem: {code: 'OUTCOME_UNKNOWN'}})
    expect(page.site.writes).toHaveLength(1)
  })

  it('is marked where the backend has found it after an unclear answer of Wix’s', async () => {
    const page = await runPage()
    page.site.fail('createBackup', {worksAfterMs: 0, answersAfterMs: 0, as: 'uncertain'})
    await page.send({type: 'createBackup'})
    expect(kinds(page)).toEqual(['backupFound'])
    expect(page.toasts[0]?.message).toContain('somebody else’s')
  })

  it('is not undone as one’s own', async () => {
    const page = await runPage()
    page.site.fail('restorePartialBackup', {worksAfterMs: 0, answersAfterMs: 0, as: 'uncertain'})
    await restoreSome(page, {safety: true})
    await page.advance(80 * SECOND)
    expect(page.state().outcomes).toMatchObject([{isCertain: false, undoBackupId: null}])
    await page.send({type: 'selectTab', tab: 'restorations'})
    expect(page.state().restorations.rows[0]?.undoBackupId).toBe(page.site.backups[0]?.id)
  })

  it('is never another admin’s restoration of something else', async () => {
    const page = await runPage()
    page.site.fail('restorePartialBackup', unclear(null))
    await restoreSome(page, {safety: false})
    page.site.restoreBackup(page.site.backups[1]?.id ?? '', [{dataCollectionId: 'Recipes'}])
    await page.advance(40 * SECOND)
    expect(page.state().dialog).toMatchObject({stage: 'asking', problem: {code: 'OUTCOME_UNKNOWN'}})
  })

  it('is looked for before it is repeated', async () => {
    const page = await runPage({backups: [], backupMs: time.HOUR})
    page.site.fail('createBackup', unclear(45 * SECOND))
    await page.send({type: 'createBackup'})
    await page.advance(40 * SECOND)
    expect(page.state().dialog).toMatchObject({stage: 'asking', problem: {code: 'OUTCOME_UNKNOWN'}})
    await page.advance(10 * SECOND)
    await page.send({type: 'confirm', evict: null})
    await page.advance(SECOND)
    expect(page.state().dialog).toBeNull()
    expect(kinds(page)).toEqual(['backupFound'])
    expect(page.site.writes).toHaveLength(1)
  })
})

describe('one more try, where several are listed that may be the first', () => {
  it('makes a backup, and does not ask the same again and again', async () => {
    const page = await runPage({backups: [], backupMs: time.HOUR})
    page.site.fail('createBackup', unclear(12 * SECOND))
    await page.send({type: 'createBackup'})
    await page.advance(13 * SECOND)
    page.site.createBackup()
    await page.advance(10 * SECOND)
    expect(page.state().dialog).toMatchObject({kind: 'create', stage: 'asking', fitting: 2})
    await page.send({type: 'confirm', evict: null})
    await page.advance(SECOND)
    expect(page.site.writes).toHaveLength(2)
    expect(kinds(page)).toEqual(['backupStarted'])
  })

  it('says so of the reload, too, and then makes one', async () => {
    const site = fakeSite({backups: [], backupMs: time.HOUR})
    site.fail('createBackup', unclear(5 * SECOND))
    const before = await runPage(site)
    await before.send({type: 'createBackup'})
    await before.advance(9 * SECOND)
    site.createBackup()
    before.page.stop()
    const page = await runPage(site, {remembered: before.remembered()})
    expect(page.state().dialog).toMatchObject({stage: 'asking', fitting: 2, isUnclear: true})
    await page.send({type: 'confirm', evict: null})
    await page.advance(2 * SECOND)
    expect(page.state().dialog).toBeNull()
    expect(site.writes).toHaveLength(2)
  })

  it('restores, and the banner has said how many there are', async () => {
    const page = await restoreUnknown({worksAfterMs: 10 * SECOND, others: 1})
    const [job] = page.state().jobs
    expect(job?.stage === 'restoreUnknown' && job.fitting).toHaveLength(2)
    await goOn(page)
    expect(kinds(page)).toContain('restored')
    expect(page.site.restorations).toHaveLength(3)
  })

  it('is not taken for an answer about the first where it is refused', async () => {
    const page = await restoreUnknown({worksAfterMs: null, others: 0})
    page.site.fail('restorePartialBackup', {code: 'THROTTLED', message: 'x'})
    await goOn(page)
    expect(page.state().jobs).toMatchObject([{stage: 'restoreUnknown', problem: {code: 'THROTTLED'}}])
  })

  it('is still looked for when it is asked for anew in a dialog', async () => {
    const page = await restoreUnknown({worksAfterMs: null, others: 0})
    page.site.fail('createBackup', {worksAfterMs: 0, answersAfterMs: 5 * SECOND, as: 'answer'})
    await restoreSome(page, {safety: true, at: 2})
    const [job] = page.state().jobs
    expect(job?.stage).toBe('safetyRequested')
    page.site.restoreBackup(job?.task.backupId ?? '', job?.task.collections ?? [])
    await page.advance(30 * SECOND)
    expect(kinds(page)).toContain('restored')
    expect(page.site.restorations).toHaveLength(1)
  })

  /** The safety backup is made, and then the restore is answered with a 504; others restore the same meanwhile. */
  async function restoreUnknown({
    worksAfterMs,
    others,
  }: {
    worksAfterMs: number | null
    others: number
  }): Promise<RunningPage> {
    const backups = [backupAt(ago(time.DAY), {type: 'AUTO'}), backupAt(ago(3 * time.DAY))]
    const page = await runPage({backups, backupMs: 0, restoreMs: 0})
    page.site.fail('restorePartialBackup', unclear(worksAfterMs))
    await restoreSome(page, {safety: true})
    await page.advance(12 * SECOND)
    const [job] = page.state().jobs
    for (let other = 0; other < others; other++)
      page.site.restoreBackup(job?.task.backupId ?? '', job?.task.collections ?? [])
    await page.advance(40 * SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'restoreUnknown'}])
    return page
  }

  async function goOn(page: RunningPage): Promise<void> {
    await page.send({type: 'continueJob', jobId: page.state().jobs[0]?.id ?? ''})
    await page.advance(SECOND)
  }
})

describe('news', () => {
  it('says that a backup was made, though it was deleted before the answer came', async () => {
    const page = await runPage({backupMs: 0})
    page.site.fail('createBackup', {worksAfterMs: 0, answersAfterMs: 12 * SECOND, as: 'answer'})
    await page.send({type: 'createBackup'})
    page.site.deleteBackup(page.site.backups[0]?.id ?? '')
    await page.advance(15 * SECOND)
    expect(kinds(page)).toEqual(['backupGone'])
  })

  it('is each said, when two come with one read', async () => {
    const page = await runPage()
    page.site.createBackup()
    page.site.createBackup('AUTO')
    await page.advance(40 * SECOND)
    expect(page.state().notices).toMatchObject([
      {kind: 'backupReady', type: 'AUTO'},
      {kind: 'backupReady', type: 'ON_DEMAND'},
    ])
  })
})

describe('a safety backup that is being made', () => {
  it('can be stopped while its outcome is checked, and then nothing is restored', async () => {
    const page = await runPage()
    page.site.fail('createBackup', unclear(16 * SECOND))
    await restoreSome(page, {safety: true})
    await page.advance(14.5 * SECOND)
    await page.send({type: 'dismiss'})
    const [job] = page.state().jobs
    expect(job).toMatchObject({stage: 'safetyRequested'})
    await page.send({type: 'stopJob', jobId: job?.id ?? ''})
    await page.advance(2 * time.MINUTE)
    expect(page.state().jobs).toEqual([])
    expect(page.site.restorations).toEqual([])
    expect(kinds(page)).toContain('backupFound')
  })

  it('is not made any more when it is stopped before it could be requested', async () => {
    const page = await runPage()
    await page.advance(5 * SECOND)
    page.site.fail('getOverview', {worksAfterMs: 0, answersAfterMs: 3 * SECOND, as: 'answer'})
    await restoreSome(page, {safety: true})
    await page.send({type: 'stopJob', jobId: page.state().jobs[0]?.id ?? ''})
    await page.advance(time.MINUTE)
    expect(page.site.writes).toEqual([])
    expect(page.state()).toMatchObject({jobs: [], canCreate: true, canRestore: true})
  })

  it('is not called failed after a reload, where the lists lack it for a moment', async () => {
    const site = fakeSite({lagMs: 2 * SECOND})
    const before = await runPage(site)
    await restoreSome(before, {safety: true})
    expect(before.state().jobs).toMatchObject([{stage: 'safetyPending'}])
    before.page.stop()
    const page = await runPage(site, {remembered: before.remembered()})
    expect(page.state().jobs).toMatchObject([{stage: 'safetyPending', isInterrupted: true}])
    await page.advance(time.MINUTE)
    expect(page.state().jobs).toMatchObject([{stage: 'safetyReady'}])
  })

  it('takes the place of the same that waits for a person', async () => {
    const page = await runPage({backupMs: 2 * SECOND})
    page.site.endsAs.backup = 'FAILED'
    await restoreSome(page, {safety: true})
    await page.advance(5 * SECOND)
    expect(page.state().jobs).toMatchObject([{stage: 'safetyFailed'}])
    page.site.endsAs.backup = 'READY'
    await restoreSome(page, {safety: true, at: 2})
    expect(page.state().jobs).toMatchObject([{stage: 'safetyPending'}])
  })

  it('keeps what it needs from being deleted, and from being pushed out', async () => {
    const [newest, oldest] = [backupAt(ago(time.DAY)), backupAt(ago(9 * time.DAY))]
    const page = await runPage({backups: [newest, oldest]})
    await page.send({type: 'askRestore', backupId: oldest.id})
    await page.send({type: 'typed', text: 'Blue Door Bakery'})
    await page.send({type: 'confirm', evict: null})
    await page.advance(2 * SECOND)
    expect(page.state().backups.rows).toMatchObject([{}, {canDelete: true}, {canDelete: false}])
    expect(page.state().canCreate).toBe(false)
    await page.send({type: 'askDelete', backupId: oldest.id})
    expect(page.state().dialog).toBeNull()
    await page.advance(2 * time.MINUTE)
    expect(page.state()).toMatchObject({jobs: [], canCreate: true})
  })

  it('is on by itself where a slot is free', async () => {
    const page = await runPage()
    await askRestore(page, 1)
    expect(page.state().dialog).toMatchObject({safety: {on: true, evicts: null}})
  })

  it('is off by itself, and says what it would delete, where none is', async () => {
    const page = await runPage({backups: fullSlots()})
    await askRestore(page, 2)
    expect(page.state().dialog).toMatchObject({safety: {on: false, evicts: {type: 'ON_DEMAND'}}})
  })

  it('is not left out by a click that was meant with it', async () => {
    const page = await runPage({backupMs: 0})
    const chosen = oldestOnDemand(page.site)
    await page.send({type: 'askRestore', backupId: chosen.id})
    await page.send({type: 'setScope', scope: 'some'})
    await page.send({type: 'setSelected', collectionIds: ['Products']})
    page.site.createBackup()
    await page.advance(15 * SECOND)
    expect(page.state().dialog).toMatchObject({safety: {on: false, refused: 'WOULD_EVICT_CHOSEN'}})
    await page.send({type: 'confirm', evict: null, safety: true})
    expect(page.site.writes).toEqual([])
    expect(page.state().dialog).toMatchObject({changed: true})
  })
})

describe('Delete', () => {
  it.each(['FAILED', 'CANCELED', 'PENDING', 'DELETED'] as const)(
    'is not offered for a %s backup',
    async (status) => {
      const page = await runPage({
        backups: [backupAt(ago(0), {status}), ...usualBackups()],
        backupMs: time.HOUR,
      })
      const {id} = page.site.backups[0] ?? {id: ''}
      await page.send({type: 'setFilter', filter: {status: status === 'DELETED' ? 'DELETED' : 'CURRENT'}})
      expect(page.state().backups.rows[0]).toMatchObject({id, canDelete: false})
      await page.send({type: 'openPanel', backupId: id})
      expect(page.state().panel?.canDelete).toBe(false)
      await page.send({type: 'askDelete', backupId: id})
      expect(page.state().dialog).toBeNull()
    },
  )

  it('is not offered for a backup that is being restored', async () => {
    const page = await runPage()
    page.site.restoreBackup(page.site.backups[1]?.id ?? '')
    await page.send({type: 'refresh'})
    expect(page.state().backups.rows[1]?.canDelete).toBe(false)
  })
})

/** Answered with a 504 after 14 s, with its work done then, later, or never. */
function unclear(worksAfterMs: number | null): SlowAnswer {
  return {worksAfterMs, answersAfterMs: 14 * SECOND, as: TIMED_OUT}
}

function kinds(page: RunningPage): string[] {
  const all = page.states.flatMap(({notices}) => notices)
  return [...new Map(all.map((notice) => [notice.id, notice])).values()].map(({kind}) => kind)
}

async function askRestore(page: RunningPage, at: number): Promise<void> {
  await page.send({type: 'askRestore', backupId: page.site.backups[at]?.id ?? ''})
}

async function restoreSome(
  page: RunningPage,
  {safety, at = 1}: {safety: boolean; at?: number},
): Promise<void> {
  await askRestore(page, at)
  const commands: PageCommand[] = [
    {type: 'setScope', scope: 'some'},
    {type: 'setSelected', collectionIds: ['Products', 'Orders']},
    {type: 'setSafety', on: safety},
    {type: 'confirm', evict: null},
  ]
  for (const command of commands) await page.send(command)
}

function oldestOnDemand(site: FakeSite) {
  const oldest = site.backups.filter(({type, status}) => type === 'ON_DEMAND' && status === 'READY').at(-1)
  if (!oldest) throw new Error('There is no on-demand backup')
  return oldest
}
