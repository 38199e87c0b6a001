import type {Backup, BackupStatus, Overview, Restoration, RestorationCollection, Result} from '../contract'
import {createMethodCaller, isGone, isOutcomeUnknown, plainProblem, type Called} from './call-method'
import {
  addForecast,
  canConfirmRestore,
  chosenCollections,
  forecastAgain,
  forecastChosen,
  restoreQuestion,
  safetyOf,
  viewDialog,
  type CreateModel,
  type DeleteModel,
  type DialogModel,
  type RestoreModel,
} from './dialog-models'
import {createExposureCount} from './exposure-count'
import {standingPlan} from './interrupted-plan'
import {createPagedList} from './paged-list'
import type {
  BackupView,
  Listing,
  Notice,
  PageCommand,
  PageProblem,
  PageState,
  RestorationView,
  RestorePlan,
  StatusFilter,
} from './page-state'
import {
  canDelete,
  lastGoodBackup,
  viewBackup,
  viewPanel,
  viewProtection,
  viewRestoration,
  type Known,
} from './page-view'
import type {PageHost} from './page-host'
import {pollingDelay} from './polling-delay'
import {createFormats} from './texts/formats'
import {textsFor, type Texts} from './texts/texts'

/** The Backups page: commands in, states out. */
export interface BackupsPage {
  start(): void
  send(command: PageCommand): void
  stop(): void
}

const MINUTE = 60_000
/** Reads lag writes by seconds: for this long, what a call returned is shown even where a list lacks it. */
const LIST_LAG_MS = 30_000
/** How long after an unclear answer the lists are searched, and how often, before the page says: nothing found. */
const LOOK_FOR_MS = 8_000
const LOOK_EVERY_MS = 1_500
/** A second click within this is a double click. */
const DOUBLE_CLICK_MS = 1_000

const CURRENT: BackupStatus[] = ['PENDING', 'READY', 'FAILED', 'CANCELED']

/**
 * The Backups page as a machine: commands in, states out. It knows neither `$w` nor React nor the DOM. Reads go
 * one after another (so a poll is one call), writes beside them; a read that began before a write ended says
 * nothing about it, and is done again.
 */
export function createPage(host: PageHost): BackupsPage {
  const {methods, clock} = host
  let texts: Texts = textsFor(createFormats('en'))
  let visible = true
  let online = true
  let stopped = false
  let started = false

  let overview: Overview | null = null
  let receivedAt = 0
  let readProblem: PageProblem | null = null
  let failures = 0
  let reading = false
  let refreshing = false
  let overviewDue = false
  /** When the overview was last read, well or not. */
  let lookedAt = 0
  let cancelTimer: (() => void) | null = null
  /** Grows with each write's beginning and end: a read across one is stale. */
  let writes = 0
  /** Since when nothing that is in progress has moved. */
  let movedAt = 0
  let pendingKey = ''

  const recentBackups = new Map<string, {backup: Backup; until: number}>()
  const recentRestorations = new Map<string, {restoration: Restoration; until: number}>()
  const deleting = new Map<string, {backup: Backup; until: number}>()

  let tab: PageState['tab'] = 'backups'
  let filter: PageState['filter'] = {type: 'ANY', status: 'CURRENT'}
  const call = createMethodCaller(clock, () => online)
  const exposure = createExposureCount(clock, (next) => call('read', () => methods.getExposure(next)))
  const lists = {
    backups: createPagedList<Backup, BackupView>({
      known: () => ({items: filteredBackups(), more: overview?.moreBackups ?? false}),
      filter: () => JSON.stringify(filter),
      fetch: (paging) =>
        call('read', () =>
          methods.listBackups({
            status: statuses(filter.status),
            ...(filter.type !== 'ANY' && {type: [filter.type]}),
            paging,
          }),
        ),
      view: (backup) => viewBackup(backup, known()),
    }),
    restorations: createPagedList<Restoration, RestorationView>({
      known: () => ({items: overview?.restorations ?? [], more: overview?.moreRestorations ?? false}),
      filter: () => '',
      fetch: (paging) => call('read', () => methods.listRestorations({paging})),
      view: (restoration) => viewRestoration(restoration, known()),
    }),
  }

  let panelId: string | null = null
  let dialog: DialogModel | null = null
  let creating = false
  let createdAt = -Infinity
  let plan: RestorePlan | null = null
  let planBusy = false
  let outcomeId: string | null = null
  let search: Search | null = null
  let notice: PageState['notice'] = null
  let lastPublished = ''
  let isGuarded = false

  return {
    start() {
      if (started) return
      started = true
      overviewDue = true
      show()
      void readNext()
    },
    send(command) {
      if (stopped) return
      handle(command)
      show()
    },
    stop() {
      stopped = true
      cancelTimer?.()
    },
  }

  // Commands

  function handle(command: PageCommand): void {
    switch (command.type) {
      case 'opened':
        texts = textsFor(createFormats(host.language ?? command.language, host.timeZone ?? command.timeZone))
        host.setTitle?.(texts.title)
        online = command.online
        if (command.remembered && !plan) resume(command.remembered)
        return setVisible(command.visible)
      case 'visibility':
        return setVisible(command.visible)
      case 'connection':
        online = command.online
        if (online) lookNow()
        return
      case 'refresh':
        refreshing = true
        failures = 0
        lists.backups.setStale()
        lists.restorations.setStale()
        exposure.retry()
        return lookNow()
      case 'selectTab':
        tab = command.tab
        return void readNext()
      case 'setFilter':
        filter = {...filter, ...command.filter}
        lists.backups.toStart()
        return void readNext()
      case 'turnPage':
        lists[command.list].turn(command.by)
        return void readNext()
      case 'openPanel':
        panelId = command.backupId
        return
      case 'closePanel':
        panelId = null
        return
      case 'createBackup':
        return askCreate()
      case 'askRestore':
        return askRestore(command.backupId, command.restorationId)
      case 'askDelete':
        return askDelete(command.backupId)
      case 'setMode':
        return editRestore((edited) => {
          edited.mode = command.mode
        })
      case 'setScope':
        return editRestore((edited) => {
          edited.scope = command.scope
          forecastChosen(edited, clock.elapsed())
          void readNext()
        })
      case 'setSelected':
        return editRestore((edited) => {
          const known = new Set(edited.backup.collections.map(({id}) => id))
          edited.selected = [...new Set(command.collectionIds)].filter((id) => known.has(id))
          forecastChosen(edited, clock.elapsed())
          void readNext()
        })
      case 'setSafety':
        return editRestore((edited) => {
          edited.safetyOn = command.on
        })
      case 'typed':
        return editRestore((edited) => {
          edited.typed = command.text
        })
      case 'retryForecast':
        return editRestore((edited) => {
          forecastAgain(edited)
          void readNext()
        })
      case 'confirm':
        return confirm(command.evict)
      case 'dismiss':
        // A call can't be taken back, and its answer is due within seconds. A search goes on without its dialog.
        if (dialog && dialog.stage !== 'working') dialog = null
        return
      case 'continuePlan':
        return continuePlan()
      case 'stopPlan':
        return stopPlan()
      case 'dismissOutcome':
        outcomeId = null
        return
    }
  }

  function setVisible(now: boolean): void {
    const shown = now && !visible
    visible = now
    if (shown) return lookNow()
    if (!visible) cancelTimer?.()
    void readNext()
  }

  /** A hidden page rests, but for what a person was told would go on by itself. */
  function isWatching(): boolean {
    return visible || (plan !== null && !plan.interrupted && plan.stage === 'safetyPending')
  }

  function lookNow(): void {
    overviewDue = true
    cancelTimer?.()
    void readNext()
  }

  // Reading: one call at a time

  async function readNext(): Promise<void> {
    if (reading || stopped || !isWatching()) return
    const read = nextRead()
    if (!read) return wait()
    cancelTimer?.()
    reading = true
    try {
      await read()
    } finally {
      reading = false
    }
    show()
    void readNext()
  }

  function nextRead(): (() => Promise<void>) | null {
    if (overviewDue) return readOverview
    if (!overview || readProblem) return null
    if (lists[tab].wantsRead()) return () => lists[tab].read()
    if (isForecasting(dialog) && clock.elapsed() >= dialog.forecast.notBefore) {
      const asked = dialog
      return () => readForecast(asked)
    }
    if (exposure.wants(lastGoodBackup(known())?.id ?? null)) return readExposure
    return null
  }

  function wait(): void {
    cancelTimer?.()
    const sliceAt = nextSliceAt()
    const pollAt = pollIn()
    // Slices are spaced as the backend asks, and never keep the page from looking what moved.
    if (sliceAt !== null && (pollAt === null || sliceAt < pollAt)) {
      cancelTimer = clock.after(sliceAt, () => void readNext())
    } else if (pollAt !== null) {
      cancelTimer = clock.after(pollAt, lookNow)
    }
  }

  function nextSliceAt(): number | null {
    const waiting = [
      isForecasting(dialog) ? dialog.forecast.notBefore : null,
      overview ? exposure.nextSliceAt() : null,
    ].filter((at) => at !== null)
    return waiting.length === 0 || readProblem ? null : Math.max(0, Math.min(...waiting) - clock.elapsed())
  }

  function pollIn(): number | null {
    const due =
      search && !readProblem
        ? LOOK_EVERY_MS
        : pollingDelay({
            pendingForMs: isPending() ? clock.elapsed() - movedAt : null,
            failures,
            problem: readProblem?.code ?? null,
          })
    return due === null ? null : Math.max(0, lookedAt + due - clock.elapsed())
  }

  async function readOverview(): Promise<void> {
    overviewDue = false
    const writesBefore = writes
    const result = await call('read', () => methods.getOverview())
    lookedAt = clock.elapsed()
    if (stopped) return
    if (!result.ok) {
      failures += 1
      readProblem = result.error
      refreshing = false
      // The answer to "did it happen?" is not in yet: a failed look is not a look.
      if (search) search.until = Math.max(search.until, clock.elapsed() + LOOK_FOR_MS)
      return
    }
    if (writes !== writesBefore) {
      overviewDue = true
      return
    }
    failures = 0
    readProblem = null
    refreshing = false
    const before = overview
    receivedAt = clock.elapsed()
    overview = withRecent(result.value)
    if (before) tellChanges(before, overview)
    settleDeleting()
    notePending()
    if (before) noteLists(before, overview)
    lookForOutcome()
    updateDialog()
    advancePlan()
  }

  /** What a call has just returned stays visible while Wix's lists don't have it yet. */
  function withRecent(read: Overview): Overview {
    for (const recent of [recentBackups, recentRestorations]) {
      for (const [id, {until}] of recent) if (until <= clock.elapsed()) recent.delete(id)
    }
    const listedBackups = new Set(read.backups.map(({id}) => id))
    const listedRestorations = new Set(read.restorations.map(({id}) => id))
    const backups = [...recentBackups.values()]
      .filter(({backup}) => !listedBackups.has(backup.id))
      .map(({backup}) => backup)
    const restorations = [...recentRestorations.values()]
      .filter(({restoration}) => !listedRestorations.has(restoration.id))
      .map(({restoration}) => restoration)
    if (backups.length + restorations.length === 0) return read
    return {
      ...read,
      backups: [...backups, ...read.backups],
      restorations: [...restorations, ...read.restorations],
    }
  }

  function addBackup(backup: Backup): void {
    recentBackups.set(backup.id, {backup, until: clock.elapsed() + LIST_LAG_MS})
    if (overview && !overview.backups.some(({id}) => id === backup.id)) {
      overview = {...overview, backups: [backup, ...overview.backups]}
    }
    notePending()
  }

  function addRestoration(restoration: Restoration): void {
    recentRestorations.set(restoration.id, {restoration, until: clock.elapsed() + LIST_LAG_MS})
    if (overview && !overview.restorations.some(({id}) => id === restoration.id)) {
      overview = {...overview, restorations: [restoration, ...overview.restorations]}
    }
    notePending()
  }

  function tellChanges(before: Overview, after: Overview): void {
    const wasPending = new Set(before.backups.filter(({status}) => status === 'PENDING').map(({id}) => id))
    for (const {id, status, type, requestedDate} of after.backups) {
      if (!wasPending.has(id)) continue
      if (status === 'READY') tell({kind: 'backupReady', type, requestedDate})
      if (status === 'FAILED' || status === 'CANCELED') tell({kind: 'backupFailed', type, requestedDate})
    }
    const wereRestoring = new Set(
      before.restorations.filter(({status}) => status === 'PENDING').map(({id}) => id),
    )
    for (const restoration of after.restorations) {
      if (!wereRestoring.has(restoration.id) || restoration.status === 'PENDING') continue
      const {copy, collectionCount, backupRequestedDate} = viewRestoration(restoration, known())
      outcomeId = restoration.id
      exposure.reset()
      if (plan?.restorationId === restoration.id) plan = null
      if (restoration.status === 'FAILED') tell({kind: 'restoreFailed', collectionCount, backupRequestedDate})
      else tell({kind: 'restored', collectionCount, backupRequestedDate, copy})
    }
  }

  function settleDeleting(): void {
    for (const [id, {backup, until}] of deleting) {
      const listed = overview?.backups.find((other) => other.id === id)
      const isGone = !listed || listed.status === 'DELETED'
      if (isGone) tell({kind: 'backupDeleted', type: backup.type, requestedDate: backup.requestedDate})
      // Still listed after a minute: the row is as before, and can be deleted again.
      if (isGone || until < clock.elapsed()) deleting.delete(id)
    }
  }

  function isPending(): boolean {
    return (
      deleting.size > 0 ||
      overview?.backups.some(({status}) => status === 'PENDING') === true ||
      overview?.restorations.some(({status}) => status === 'PENDING') === true
    )
  }

  function notePending(): void {
    const moving = [
      ...(overview?.backups ?? []).filter(({status}) => status === 'PENDING').map(({id}) => id),
      ...(overview?.restorations ?? []).filter(({status}) => status === 'PENDING').map(({id}) => id),
      ...deleting.keys(),
    ].join()
    if (moving === pendingKey) return
    pendingKey = moving
    movedAt = clock.elapsed()
  }

  // Lists

  function statuses(status: StatusFilter): BackupStatus[] {
    return status === 'CURRENT' ? CURRENT : status === 'FAILED' ? ['FAILED', 'CANCELED'] : [status]
  }

  function filteredBackups(): Backup[] {
    const wanted = new Set<BackupStatus>(statuses(filter.status))
    return (overview?.backups ?? []).filter(
      ({status, type}) => wanted.has(status) && (filter.type === 'ANY' || type === filter.type),
    )
  }

  /** A change in the newest ones moves the others along. */
  function noteLists(before: Overview, after: Overview): void {
    const key = (listed: readonly {id: string; status: string}[]) =>
      listed.map(({id, status}) => id + status).join()
    if (key(before.backups) !== key(after.backups)) lists.backups.setStale()
    if (key(before.restorations) !== key(after.restorations)) lists.restorations.setStale()
  }

  // Exposure and forecast: slices, one at a time

  function readExposure(): Promise<void> {
    const names = new Map(overview?.collections?.map(({id, displayName}) => [id, displayName]))
    return exposure.readSlice((id) => names.get(id) ?? id)
  }

  async function readForecast(asked: RestoreModel): Promise<void> {
    const {ids, next} = asked.forecast
    const result = await call('read', () => methods.forecastRestore(asked.backup.id, ids, next))
    if (dialog !== asked || asked.forecast.ids !== ids) return
    if (result.ok) return addForecast(asked, result.value, clock.elapsed())
    asked.forecast = {...asked.forecast, state: 'failed', problem: result.error}
    if (isGone(result.error)) asked.gone = true
  }

  // Create

  function askCreate(): void {
    if (!overview || creating || dialog || clock.elapsed() < createdAt + DOUBLE_CLICK_MS) return
    if (overview.slots.nextEvicted) {
      dialog = {kind: 'create', stage: 'asking', problem: null, slots: overview.slots, changed: false}
    } else {
      void create(undefined)
    }
  }

  async function create(evict: string | undefined): Promise<void> {
    if (creating || !overview) return
    creating = true
    createdAt = clock.elapsed()
    const knownIds = new Set(overview.backups.map(({id}) => id))
    if (dialog?.kind === 'create') Object.assign(dialog, {stage: 'working', problem: null})
    const result = await write(() => methods.createBackup(evict === undefined ? {} : {evict}))
    creating = false
    if (result.ok) {
      addBackup(result.value)
      if (dialog?.kind === 'create') dialog = null
      tellCreated(result.value)
    } else if (isOutcomeUnknown(result)) {
      creating = true
      const asked = (dialog = createDialog(dialog))
      asked.stage = 'checking'
      asked.problem = result.error
      look({
        find: (now) => now.backups.find((backup) => backup.type === 'ON_DEMAND' && !knownIds.has(backup.id)),
        found(backup) {
          creating = false
          if (dialog === asked) dialog = null
          tellCreated(backup as Backup)
        },
        notFound() {
          creating = false
          askAgain(asked)
        },
      })
    } else {
      const asked = (dialog = createDialog(dialog))
      asked.stage = 'asking'
      if (result.error.code === 'WOULD_EVICT' && result.full.slots) {
        asked.slots = result.full.slots
        asked.changed = evict !== undefined
        asked.problem = null
      } else {
        asked.problem = result.error
      }
    }
    show()
    lookNow()
  }

  function tellCreated({status, type, requestedDate}: Backup): void {
    if (status === 'PENDING') tell({kind: 'backupStarted', requestedDate})
    else tell({kind: status === 'READY' ? 'backupReady' : 'backupFailed', type, requestedDate})
  }

  function createDialog(open: DialogModel | null): CreateModel {
    if (open?.kind === 'create') return open
    const slots = overview?.slots ?? {used: 0, limit: 0, nextEvicted: null}
    return {kind: 'create', stage: 'asking', problem: null, slots, changed: false}
  }

  // Delete

  function askDelete(backupId: string): void {
    const backup = findBackup(backupId)
    if (!backup || dialog || !overview || !canDelete(viewBackup(backup, known()))) return
    dialog = {kind: 'delete', stage: 'asking', problem: null, backup, gone: false}
  }

  async function remove(asked: DeleteModel): Promise<void> {
    const {backup} = asked
    Object.assign(asked, {stage: 'working', problem: null})
    show()
    const result = await write(() => methods.deleteBackup(backup.id))
    if (result.ok || isOutcomeUnknown(result)) {
      // After an unclear answer as after a clear one: the list will show what came of it.
      deleting.set(backup.id, {backup, until: clock.elapsed() + MINUTE})
      lists.backups.setStale()
      notePending()
      if (dialog === asked) dialog = null
      if (panelId === backup.id) panelId = null
    } else if (isGone(result.error)) {
      Object.assign(asked, {stage: 'asking', gone: true})
    } else {
      Object.assign(asked, {stage: 'asking', problem: result.error})
    }
    show()
    lookNow()
  }

  // Restore

  function askRestore(backupId: string, restorationId?: string): void {
    const backup = findBackup(backupId)
    if (!overview || !backup || dialog || backup.status !== 'READY' || isPlanRunning()) return
    const repeated = restorationId === undefined ? undefined : findRestoration(restorationId)
    dialog = restoreQuestion(backup, overview.slots, repeated)
    void readNext()
  }

  function editRestore(edit: (edited: RestoreModel) => void): void {
    if (dialog?.kind !== 'restore' || dialog.stage !== 'asking') return
    edit(dialog)
  }

  async function restore(asked: RestoreModel): Promise<void> {
    if (!overview) return
    const collections = chosenCollections(asked, serverNow())
    const count = collections?.length ?? asked.backup.collections.length
    if (safetyOf(asked, overview.slots).on) return beginPlan(asked, collections)
    Object.assign(asked, {stage: 'working', problem: null, changed: false})
    show()
    const knownIds = new Set(overview.restorations.map(({id}) => id))
    const backupRequestedDate = asked.backup.requestedDate
    const started = () => {
      if (dialog === asked) dialog = null
      tell({kind: 'restoreStarted', collectionCount: count, backupRequestedDate})
    }
    const result = await write(() => callRestore(asked.backup.id, collections))
    if (result.ok) {
      addRestoration(result.value)
      started()
    } else if (isOutcomeUnknown(result)) {
      Object.assign(asked, {stage: 'checking', problem: result.error})
      look({
        find: (now) =>
          now.restorations.find(({id, backup}) => backup.id === asked.backup.id && !knownIds.has(id)),
        found: started,
        notFound: () => askAgain(asked),
      })
    } else {
      Object.assign(asked, {stage: 'asking', problem: result.error, gone: isGone(result.error)})
    }
    show()
    lookNow()
  }

  function callRestore(
    backupId: string,
    collections: RestorationCollection[] | null,
  ): Promise<Result<Restoration>> {
    return collections === null
      ? methods.restoreBackup(backupId, {overwrite: true})
      : methods.restorePartialBackup(backupId, collections, {overwrite: true})
  }

  // Safety backup, then restore

  async function beginPlan(asked: RestoreModel, collections: RestorationCollection[] | null): Promise<void> {
    if (!overview) return
    const {id, type, requestedDate} = asked.backup
    const ids = new Set(collections?.map(({dataCollectionId}) => dataCollectionId))
    const held = collections
      ? asked.backup.collections.filter((held) => ids.has(held.id))
      : asked.backup.collections
    const evict = overview.slots.nextEvicted?.id
    const knownIds = new Set(overview.backups.map((backup) => backup.id))
    Object.assign(asked, {stage: 'working', problem: null, changed: false})
    const begun: RestorePlan = {
      stage: 'safetyRequested',
      startedDate: serverNow(),
      backupId: id,
      backupType: type,
      backupRequestedDate: requestedDate,
      collections,
      collectionCount: held.length,
      firstCollections: held.slice(0, 3).map(({displayName}) => displayName),
      safetyBackupId: null,
      restorationId: null,
      interrupted: false,
      problem: null,
    }
    plan = begun
    show()
    const result = await write(() => methods.createBackup(evict === undefined ? {} : {evict}))
    const began = (backup: Backup) => {
      if (plan === begun) plan = {...begun, stage: 'safetyPending', safetyBackupId: backup.id}
      if (dialog === asked) dialog = null
    }
    if (result.ok) {
      addBackup(result.value)
      began(result.value)
    } else if (isOutcomeUnknown(result)) {
      Object.assign(asked, {stage: 'checking', problem: result.error})
      look({
        find: (now) => now.backups.find((backup) => backup.type === 'ON_DEMAND' && !knownIds.has(backup.id)),
        found: (backup) => began(backup as Backup),
        notFound() {
          if (plan === begun) plan = null
          askAgain(asked)
        },
      })
    } else {
      if (plan === begun) plan = null
      asked.stage = 'asking'
      if (result.error.code === 'WOULD_EVICT' && result.full.slots) {
        if (overview) overview = {...overview, slots: result.full.slots}
        asked.changed = true
        asked.problem = null
      } else {
        asked.problem = result.error
      }
    }
    show()
    lookNow()
  }

  /** One thing at a time: a second restore would push the first one's plan aside. */
  function isPlanRunning(): boolean {
    if (!plan) return false
    const {stage, interrupted} = plan
    return (
      stage === 'safetyRequested' ||
      stage === 'restoreRequested' ||
      (stage === 'safetyPending' && !interrupted)
    )
  }

  /** Called after each read: the plan goes on by what stands. */
  function advancePlan(): void {
    if (!plan || !overview) return
    if (plan.interrupted) return standInterrupted(plan)
    if (plan.stage !== 'safetyPending') return
    const safety = findBackup(plan.safetyBackupId)
    if (safety?.status === 'READY') void restorePlanned(plan)
    else if (!safety || safety.status !== 'PENDING') plan = {...plan, stage: 'safetyFailed'}
  }

  async function restorePlanned(asked: RestorePlan): Promise<void> {
    if (planBusy) return
    planBusy = true
    const knownIds = new Set(overview?.restorations.map(({id}) => id))
    const requested: RestorePlan = {
      ...asked,
      stage: 'restoreRequested',
      startedDate: serverNow(),
      interrupted: false,
      problem: null,
    }
    plan = requested
    show()
    const result = await write(() => callRestore(asked.backupId, asked.collections))
    planBusy = false
    const restoring = ({id}: {id: string}) => {
      if (plan === requested) plan = {...requested, stage: 'restoring', restorationId: id}
    }
    const refused = (problem: PageProblem) => {
      if (plan === requested) plan = {...requested, stage: 'restoreRefused', problem}
    }
    if (result.ok) {
      addRestoration(result.value)
      restoring(result.value)
    } else if (isOutcomeUnknown(result)) {
      look({
        find: (now) =>
          now.restorations.find(({id, backup}) => backup.id === asked.backupId && !knownIds.has(id)),
        found: (restoration) => restoring(restoration),
        notFound: () => refused(result.error),
      })
    } else {
      refused(result.error)
    }
    show()
    lookNow()
  }

  function resume(remembered: RestorePlan): void {
    plan = {...remembered, interrupted: true}
    standInterrupted(plan)
  }

  function standInterrupted(asked: RestorePlan): void {
    if (!overview) return
    const stands = standingPlan(asked, overview)
    plan = stands.plan
    outcomeId = stands.endedRestorationId ?? outcomeId
  }

  function continuePlan(): void {
    if (!plan || planBusy) return
    if (plan.stage === 'safetyReady' || plan.stage === 'restoreRefused') void restorePlanned(plan)
    else if (plan.stage === 'safetyPending' && plan.interrupted) plan = {...plan, interrupted: false}
    else if (plan.stage === 'safetyFailed') {
      // Once more from the beginning: the dialog says again what is lost.
      const {backupId} = plan
      plan = null
      askRestore(backupId)
    }
  }

  function stopPlan(): void {
    // What Wix has begun can't be taken back; until then, nothing was restored.
    if (plan && plan.stage !== 'restoreRequested' && plan.stage !== 'safetyRequested') plan = null
  }

  // Dialogs

  function confirm(evict: string | null): void {
    if (!overview || !dialog || dialog.stage !== 'asking') return
    const wouldEvict =
      dialog.kind === 'create'
        ? dialog.slots.nextEvicted
        : dialog.kind === 'restore' && safetyOf(dialog, overview.slots).on
          ? overview.slots.nextEvicted
          : null
    // The click may have been aimed at a question that has just changed.
    if (dialog.kind !== 'delete' && wouldEvict && wouldEvict.id !== evict) dialog.changed = true
    else if (dialog.kind === 'create') void create(wouldEvict?.id)
    else if (dialog.kind === 'delete') {
      if (!dialog.gone) void remove(dialog)
    } else if (canConfirmRestore(dialog, overview.siteName)) void restore(dialog)
  }

  /** What was read may have changed what an open dialog asks. */
  function updateDialog(): void {
    if (!dialog || dialog.stage !== 'asking' || !overview) return
    if (dialog.kind === 'create') {
      if (dialog.slots.nextEvicted?.id !== overview.slots.nextEvicted?.id) {
        dialog.changed = dialog.slots.nextEvicted !== null
      }
      dialog.slots = overview.slots
      return
    }
    const {id} = dialog.backup
    const listed = overview.backups.find((backup) => backup.id === id)
    if (listed) dialog.backup = listed
    dialog.gone = listed ? listed.status === 'DELETED' : dialog.gone || !overview.moreBackups
    if (dialog.kind === 'restore') {
      const evict = overview.slots.nextEvicted?.id ?? null
      if (dialog.safetyOn && dialog.toldEvict !== evict && evict !== null) dialog.changed = true
      dialog.toldEvict = evict
    }
  }

  // After an unclear answer: look first, never repeat

  function askAgain(asked: DialogModel): void {
    asked.stage = 'asking'
    dialog ??= asked
  }

  function look(wanted: Omit<Search, 'until'>): void {
    search = {...wanted, until: clock.elapsed() + LOOK_FOR_MS}
  }

  function lookForOutcome(): void {
    if (!search || !overview) return
    const found = search.find(overview)
    if (!found && clock.elapsed() < search.until) return
    const {found: tellFound, notFound} = search
    search = null
    if (found) tellFound(found)
    else notFound()
  }

  // Calls

  async function write<T>(method: () => Promise<Result<T>>): Promise<Called<T>> {
    writes += 1
    const result = await call('write', method)
    writes += 1
    return result
  }

  // State

  function known(): Known {
    if (!overview) throw new Error('Nothing has been read yet')
    return {overview, deleting: new Set(deleting.keys())}
  }

  function findBackup(id: string | null): Backup | undefined {
    return [...(overview?.backups ?? []), ...lists.backups.fetchedItems()].find((backup) => backup.id === id)
  }

  function findRestoration(id: string): Restoration | undefined {
    return [...(overview?.restorations ?? []), ...lists.restorations.fetchedItems()].find(
      (restoration) => restoration.id === id,
    )
  }

  function serverNow(): string {
    const read = overview ? Date.parse(overview.now) : 0
    return new Date(read + clock.elapsed() - receivedAt).toISOString()
  }

  function tell(told: Notice): void {
    notice = {...told, id: (notice?.id ?? 0) + 1}
    const isBad = told.kind === 'backupFailed' || told.kind === 'restoreFailed'
    const isDone = told.kind === 'backupReady' || told.kind === 'restored' || told.kind === 'backupDeleted'
    host.showToast?.({
      message: texts.notice(told, serverNow()),
      type: isBad ? 'error' : isDone ? 'success' : 'standard',
    })
  }

  function show(): void {
    if (stopped) return
    const state = describe()
    const json = JSON.stringify(state)
    if (json === lastPublished) return
    lastPublished = json
    guard(isPlanRunning())
    host.setAttribute('state', json)
  }

  function guard(isNeeded: boolean): void {
    if (isNeeded === isGuarded) return
    isGuarded = isNeeded
    host.guardLeaving?.(isNeeded)
  }

  function describe(): PageState {
    const all = overview && known()
    const panelBackup = findBackup(panelId)
    const ended = outcomeId === null ? undefined : findRestoration(outcomeId)
    return {
      language: host.language ?? null,
      timeZone: host.timeZone ?? null,
      phase: all ? 'ready' : readProblem ? 'failed' : 'loading',
      problem: readProblem,
      refreshing,
      now: overview?.now ?? null,
      siteName: overview?.siteName ?? null,
      collectionsProblem: overview?.collectionsProblem ? plainProblem(overview.collectionsProblem) : null,
      protection: all && viewProtection(all, exposure.state()),
      tab,
      filter,
      backups: all ? lists.backups.listing((id) => overview?.backups.find((one) => one.id === id)) : NOT_READ,
      restorations: all
        ? lists.restorations.listing((id) => overview?.restorations.find((one) => one.id === id))
        : NOT_READ,
      isEmpty:
        all !== null &&
        !all.overview.moreBackups &&
        all.overview.backups.every(({status}) => status === 'DELETED'),
      pending: {
        backups: all ? pendingOf(all.overview.backups).map((backup) => viewBackup(backup, all)) : [],
        restorations: all
          ? pendingOf(all.overview.restorations).map((restoration) => viewRestoration(restoration, all))
          : [],
      },
      canCreate: all !== null && !creating && !planBusy && plan?.stage !== 'safetyRequested',
      canRestore: !isPlanRunning(),
      creating,
      panel: all && panelBackup ? viewPanel(panelBackup, all) : null,
      dialog: all && dialog ? viewDialog(dialog, all) : null,
      plan,
      outcome: all && ended ? viewRestoration(ended, all) : null,
      notice,
    }
  }
}

interface Search {
  find(now: Overview): {id: string} | undefined
  found(found: {id: string}): void
  notFound(): void
  until: number
}

const NOT_READ: Listing<never> = {
  rows: [],
  page: 0,
  hasPrevious: false,
  hasNext: false,
  loading: true,
  problem: null,
}

function isForecasting(dialog: DialogModel | null): dialog is RestoreModel {
  return dialog?.kind === 'restore' && dialog.forecast.state === 'loading'
}

function pendingOf<T extends {status: string}>(listed: readonly T[]): T[] {
  return listed.filter(({status}) => status === 'PENDING')
}
