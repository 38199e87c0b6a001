import type {EndedAttempt} from 'public/page/attempt'
import type {Notice, PageCommand, PageState, RestoreJob} from 'public/page/page-state'
import {canStop} from 'public/page/job'
import {settle} from './fake-clock'
import type {Restoration} from 'public/contract'
import {fitsRestoration} from 'public/rules/fits-restoration'
import {fakeSite, type FakeSite, type FakeSiteOptions} from './fake-site'
import {faultOf} from './happenings'
import {agreedTo, agreementOf, confirmOf, toldBetween, type Agreement, type Happening} from './person'
import {startPage, type RunningPage} from './run-page'

const SECOND = 1000

/** Lives through all of it, lets the page come to rest, and answers with every promise that was broken. */
export async function liveThrough(
  options: FakeSiteOptions,
  happenings: readonly Happening[],
): Promise<string[]> {
  const life = new Life(fakeSite(options))
  await life.open(null)
  for (const happening of happenings) await life.happen(happening)
  await life.rest()
  return life.broken
}

class Life {
  readonly broken: string[] = []
  private page: RunningPage
  private isVisible = true
  /** What the person sees, and what they saw before the last thing happened. */
  private seen: PageState | null = null
  private before: PageState | null = null
  private readonly agreements: Agreement[] = []
  private checkedWrites = 0
  /** Writes that are steps of a job. */
  private readonly ofJobs: FakeSite['writes'] = []
  private checkedStates = 0
  private last: PageState | null = null
  private readonly told = {create: 0, delete: 0, restore: 0}
  private readonly ended: {attempt: EndedAttempt; isStopped: boolean}[] = []
  /** What was told of each backup and restoration, in turn. */
  private readonly notices = new Map<string, Notice['kind'][]>()
  private readonly jobsBegun = new Map<string, string>()
  private readonly stopped = new Set<string>()

  constructor(private readonly site: FakeSite) {
    this.page = startPage(site)
  }

  async open(remembered: unknown): Promise<void> {
    await this.page.send({
      type: 'opened',
      language: 'en-US',
      timeZone: 'UTC',
      visible: this.isVisible,
      online: !this.site.isOffline,
      remembered,
    })
    this.look()
  }

  async happen(happening: Happening): Promise<void> {
    const late = this.before
    this.before = this.seen
    switch (happening.does) {
      case 'create':
        return this.create(happening.twice)
      case 'confirm':
        return this.confirm(happening.late ? late : this.seen, happening.twice)
      case 'dismiss':
      case 'refresh':
        return this.send({type: happening.does})
      case 'reload':
        return this.reload(happening.during)
      case 'undo':
        return this.undo()
      case 'askRestore':
      case 'askDelete':
      case 'openPanel':
        return this.send({type: happening.does, backupId: this.rowId(happening.row)})
      case 'choose':
        await this.choose(happening)
        // A person knows what they have chosen themselves.
        this.before = this.seen
        return
      case 'restore':
        return this.restore(happening)
      case 'continue':
        return this.goOn(happening.job)
      case 'stop':
        return this.stop(happening.job)
      case 'tab':
        return this.send({type: 'selectTab', tab: happening.to % 2 === 0 ? 'backups' : 'restorations'})
      case 'filter':
        return this.send({type: 'setFilter', filter: {status: happening.to % 2 === 0 ? 'CURRENT' : 'READY'}})
      case 'page':
        return this.send({type: 'turnPage', list: 'backups', by: happening.to % 2 === 0 ? 1 : -1})
      case 'visible':
        this.isVisible = happening.on
        return this.send({type: 'visibility', visible: happening.on})
      case 'online':
        this.site.isOffline = !happening.on
        return this.send({type: 'connection', online: happening.on})
      case 'other':
        return this.other(happening)
      case 'fault':
        return this.site.fail(happening.method, faultOf(happening.method, happening.fault))
      case 'fail':
        if (happening.what === 'backup') this.site.endsAs.backup = happening.on ? 'FAILED' : 'READY'
        else this.site.endsAs.restoration = happening.on ? 'FAILED' : 'COMPLETED'
        return
      case 'wait':
        return this.wait(happening.ms)
    }
  }

  // The person

  private async create(twice: boolean): Promise<void> {
    if (!this.seen?.canCreate || this.seen.dialog) return
    // Where a slot is free, the click is all there is to say.
    const agreement = {creates: {evict: null}}
    this.agreements.push(agreement)
    await this.send({type: 'createBackup'})
    this.withdrawIfAsked(agreement)
    if (twice) await this.send({type: 'createBackup'})
  }

  private async confirm(seen: PageState | null, twice: boolean): Promise<void> {
    const dialog = seen?.dialog
    if (!dialog || dialog.stage !== 'asking') return
    if ('canConfirm' in dialog && !dialog.canConfirm) return
    if ('gone' in dialog && dialog.gone) return
    const agreement = agreementOf(dialog)
    this.agreements.push(agreement)
    await this.send(confirmOf(dialog))
    this.withdrawIfAsked(agreement)
    if (twice) await this.send(confirmOf(dialog))
  }

  /** The page asks, or asks again: nothing was agreed to yet. */
  private withdrawIfAsked(agreement: Agreement): void {
    if (this.seen?.dialog?.stage === 'asking') this.withdraw(agreement)
  }

  private withdraw(agreement: Agreement | undefined): void {
    const at = agreement ? this.agreements.indexOf(agreement) : -1
    if (at >= 0) this.agreements.splice(at, 1)
  }

  private async undo(): Promise<void> {
    const outcome = this.seen?.outcomes.find(({undoBackupId}) => undoBackupId !== null)
    if (!outcome?.undoBackupId) return
    await this.send({type: 'askRestore', backupId: outcome.undoBackupId, restorationId: outcome.id})
  }

  private async choose({mask, safety, copy, typed}: Happening & {does: 'choose'}): Promise<void> {
    const dialog = this.seen?.dialog
    if (dialog?.kind !== 'restore') return
    const collectionIds = dialog.collections.filter((_, at) => mask & (1 << at)).map(({id}) => id)
    await this.send({type: 'setScope', scope: mask === 7 ? 'all' : 'some'})
    await this.send({type: 'setSelected', collectionIds})
    await this.send({type: 'setMode', mode: copy ? 'copy' : 'replace'})
    if (typed) await this.send({type: 'typed', text: 'Site'})
    if (safety !== null) await this.send({type: 'setSafety', on: safety})
  }

  /** From the row to the confirmation, as quickly as a person can. */
  private async restore({row, mask, safety, copy}: Happening & {does: 'restore'}): Promise<void> {
    const shown = this.seen?.backups.rows[row]
    if (!this.seen?.canRestore || !shown?.canRestore) return
    await this.send({type: 'askRestore', backupId: shown.id})
    await this.choose({does: 'choose', mask, safety, copy, typed: true})
    await this.confirm(this.seen, false)
  }

  private async goOn(at: number): Promise<void> {
    const {jobs} = this.seen ?? {jobs: []}
    const job = jobs[at % Math.max(1, jobs.length)]
    if (!job) return
    const isStart = job.stage === 'safetyFailed'
    const agreement = {restores: restoreOf(job), isJob: true}
    // What was agreed to and not done yet is only agreed to again.
    if (!isStart && !this.agreementOn(job)) this.agreements.push(agreement)
    await this.send({type: 'continueJob', jobId: job.id})
    const now = this.seen?.jobs.find(({id}) => id === job.id)
    if (now?.stage === job.stage) this.withdraw(agreement)
  }

  private async stop(at: number): Promise<void> {
    const {jobs} = this.seen ?? {jobs: []}
    const job = jobs[at % Math.max(1, jobs.length)]
    if (!job) return
    await this.send({type: 'stopJob', jobId: job.id})
    if (this.seen?.jobs.some(({id}) => id === job.id)) return
    if (job.stage === 'safetyRequested') this.stopped.add(job.id)
    this.withdraw(this.agreementOn(job))
  }

  private agreementOn(job: RestoreJob): Agreement | undefined {
    const wanted = JSON.stringify(restoreOf(job))
    return this.agreements.find(({restores}) => JSON.stringify(restores) === wanted)
  }

  private async reload(during: boolean): Promise<void> {
    for (let step = 0; during && step < 30 && this.site.underWay() === 0; step++) await this.wait(500)
    const remembered = this.page.remembered()
    this.look()
    this.page.page.stop()
    this.noteEnded()
    // Where nothing goes on, IDs begin anew.
    if (remembered === null) {
      this.stopped.clear()
      this.jobsBegun.clear()
    }
    this.page = startPage(this.site)
    this.checkedStates = 0
    this.last = this.last && {...this.last, notices: [], troubles: [], dialog: null}
    this.seen = null
    await this.open(remembered)
  }

  private async send(command: PageCommand): Promise<void> {
    await this.page.send(command)
    this.look()
  }

  private rowId(at: number): string {
    return this.seen?.backups.rows[at]?.id ?? 'none'
  }

  // The others, and time

  private async other({what, row, mask}: Happening & {does: 'other'}): Promise<void> {
    const backup = this.site.backups[row]
    const chosen = COLLECTIONS_OF_ALL.filter((_, at) => mask & (1 << at)).map((id) => ({
      dataCollectionId: id,
    }))
    if (what === 'create') this.site.createBackup()
    if (what === 'auto') this.site.createBackup('AUTO')
    if (what === 'delete' && backup?.status === 'READY') this.site.deleteBackup(backup.id)
    if (what === 'restore' && backup) this.site.restoreBackup(backup.id, mask === 7 ? [] : chosen)
    await settle()
  }

  private async wait(ms: number): Promise<void> {
    await this.site.clock.advance(ms)
    this.look()
  }

  /** The person takes in what is shown; on the way, everything that was shown since is checked. */
  private look(): void {
    this.checkWrites()
    for (const state of this.page.states.slice(this.checkedStates)) {
      if (state.phase !== 'ready') continue
      for (const kind of this.last ? toldBetween(this.last, state) : []) this.told[kind] += 1
      this.noteEnds(state)
      for (const {id} of state.jobs) if (!this.jobsBegun.has(id)) this.jobsBegun.set(id, this.site.now())
      this.last = state
    }
    this.checkedStates = this.page.states.length
    this.seen = this.page.states.at(-1) ?? null
  }

  // The promises

  /** Nothing is evicted, deleted or restored that was not confirmed for exactly that backup, and nothing twice. */
  private checkWrites(): void {
    for (const write of this.site.writes.slice(this.checkedWrites)) {
      const agreed = agreedTo(this.agreements, write.method, write.args)
      if (!agreed) this.break(`${write.method} that nobody has agreed to`)
      if (agreed?.isJob) this.ofJobs.push(write)
    }
    this.checkedWrites = this.site.writes.length
  }

  /** An end is told once, and nothing has started after its end. */
  private noteEnds(state: PageState): void {
    const before = new Set(this.last?.notices.map(({id}) => id))
    for (const notice of state.notices.filter(({id}) => !before.has(id))) {
      const id =
        'backupId' in notice ? notice.backupId : 'restorationId' in notice ? notice.restorationId : ''
      const told = this.notices.get(id) ?? []
      const isStart = notice.kind === 'backupStarted' || notice.kind === 'restoreStarted'
      if (isStart && told.some(isEnd)) this.break('a start that was told after the end')
      if (isEnd(notice.kind) && told.some(isEnd)) this.break('an end that was told twice')
      this.notices.set(id, [...told, notice.kind])
    }
  }

  /** Everything that is wrong with Wix and the network is over, and time passes. */
  async rest(): Promise<void> {
    this.site.heal()
    this.isVisible = true
    await this.send({type: 'connection', online: true})
    await this.send({type: 'visibility', visible: true})
    await this.send({type: 'refresh'})
    for (let wait = 0; wait < 12 && (wait < 3 || this.isBusy()); wait++) await this.wait(15 * SECOND)
    this.checkClaims()
    await this.send({type: 'dismiss'})
    while (this.seen?.jobs.some(canStop)) await this.stop(this.seen.jobs.findIndex(canStop))
    await this.wait(15 * SECOND)
    await this.send({type: 'dismiss'})
    this.checkButtons()
    this.checkTold()
    await this.send({type: 'visibility', visible: false})
    if (this.site.clock.waiting() > 0) this.break('a timer that is left over')
  }

  private isBusy(): boolean {
    const {backups, restorations} = this.site
    const isPending = [...backups, ...restorations].some(({status}) => status === 'PENDING')
    const attempts = Object(this.page.remembered()) as {attempts?: unknown[]}
    return isPending || (attempts.attempts?.length ?? 0) > 0
  }

  /** "Nothing has been restored" is said only where that is so. */
  private checkClaims(): void {
    const made = new Set(this.ofJobs.flatMap((write) => write.made))
    for (const job of this.seen?.jobs ?? []) {
      const isRestored = this.site.restorations.some(
        (restoration) =>
          made.has(restoration.id) &&
          fitsRestoration(restoration, job.task) &&
          this.isAfter(job, restoration),
      )
      const claims =
        job.stage === 'safetyReady' || job.stage === 'safetyFailed' || job.stage === 'restoreRefused'
      if (claims && isRestored) this.break(`a restore that has happened, told as not (${job.stage})`)
    }
  }

  private isAfter(job: RestoreJob, {requestedDate}: Restoration): boolean {
    const begun = this.jobsBegun.get(job.id)
    return begun !== undefined && requestedDate >= begun
  }

  /** Every button that the site's state allows is on, and what is shown is what there is. */
  private checkButtons(): void {
    const state = this.seen
    if (!state) return this.break('nothing shown')
    if (state.problem) this.break(`a problem that stays: ${state.problem.code}`)
    if (state.dialog) this.break(`a dialog that cannot be closed: ${state.dialog.kind} ${state.dialog.stage}`)
    if (state.jobs.length > 0) this.break(`a job that is left over: ${state.jobs[0]?.stage}`)
    if (this.isBusy()) this.break('an attempt that is left over')
    if (!state.canCreate) this.break('Create stays off')
    if (!state.canRestore) this.break('Restore stays off')
    if (state.pending.backups.length + state.pending.restorations.length > 0)
      this.break('work shown that has ended')
    const statuses = new Map(this.site.backups.map(({id, status}) => [id, status]))
    for (const {id, status, canRestore, canDelete} of state.backups.rows) {
      if (status !== statuses.get(id)) this.break(`a ${statuses.get(id)} backup shown as ${status}`)
      if (canRestore !== (status === 'READY')) this.break(`Restore of a ${status} backup: ${canRestore}`)
      if (canDelete !== (status === 'READY')) this.break(`Delete of a ${status} backup: ${canDelete}`)
    }
  }

  /** Every write was told as done, refused or unknown exactly once. */
  private checkTold(): void {
    this.noteEnded()
    const {ended} = this
    for (const [kind, write] of Object.entries(WRITE_OF) as [keyof typeof WRITE_OF, string][]) {
      const ends = ended.filter(({attempt}) => attempt.write.kind === write)
      const byEnd = ends.filter((end) => this.isToldByItsEnd(end)).length
      const told = this.told[kind] + byEnd
      if (told !== ends.length) this.break(`${kind}: ${ends.length} ended, ${told} told`)
    }
    const writes = this.site.writes.length
    if (writes > ended.length) this.break(`${writes} writes, ${ended.length} ended`)
  }

  private noteEnded(): void {
    const ids = this.page.ended.map(({id}) => id)
    if (new Set(ids).size !== ids.length) this.break('an attempt that ended twice')
    this.ended.push(...this.page.ended.map((attempt) => ({attempt, isStopped: this.stopped.has(attempt.id)})))
  }

  /** It had ended before its answer came: that it started is no news any more. */
  private isToldByItsEnd({attempt: {owner, stage}, isStopped}: Life['ended'][number]): boolean {
    if (stage.name !== 'done' || stage.made === null) return false
    if (owner === 'restoreJob' && !isStopped) return false
    const told =
      this.notices.get('backup' in stage.made ? stage.made.backup.id : stage.made.restoration.id) ?? []
    return told.some(isEnd) && !told.some((kind) => STARTS.has(kind))
  }

  private break(promise: string): void {
    if (!this.broken.includes(promise)) this.broken.push(promise)
  }
}

const COLLECTIONS_OF_ALL = ['Products', 'Orders', 'Recipes']
const WRITE_OF = {create: 'createBackup', delete: 'deleteBackup', restore: 'restore'} as const
const STARTS = new Set<string>(['backupStarted', 'backupFound', 'restoreStarted', 'restoreFound'])
const ENDS = new Set<string>(['backupReady', 'backupFailed', 'restored', 'restoreFailed'])

function isEnd(kind: string): boolean {
  return ENDS.has(kind)
}

function restoreOf({task: {backupId, collections}}: RestoreJob): NonNullable<Agreement['restores']> {
  const sources = collections?.map(({dataCollectionId}) => dataCollectionId).sort() ?? null
  return {backupId, sources, isCopy: false}
}
