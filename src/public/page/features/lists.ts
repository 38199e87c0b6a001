import type {Backup, BackupStatus, BackupType, CollectionName, Overview, Restoration} from '../../contract'
import {withoutPrivate} from '../../rules/private-collections'
import {durationOf, estimateRestoration, type Estimate} from '../estimate-duration'
import {reading, to, type Facts, type WantedRead} from '../feature'
import {
  atStart,
  listing,
  pagingOf,
  stale,
  turned,
  wantsRead,
  withFetched,
  type KnownItems,
  type Listing,
  type PagedList,
} from '../paged-list'
import type {PageProblem} from '../page-problem'
import type {Site} from '../site'
import {pendingOf, viewBackup, viewRestoration, type BackupView, type RestorationView} from '../views'
import {feature} from '../running-feature'

export type TypeFilter = 'ANY' | BackupType
/** CURRENT: everything that was not deleted. */
export type StatusFilter = 'CURRENT' | 'READY' | 'PENDING' | 'FAILED' | 'DELETED'
type Tab = 'backups' | 'restorations'
interface Filter {
  type: TypeFilter
  status: StatusFilter
}

export type ListsCommand =
  | {type: 'selectTab'; tab: Tab}
  | {type: 'setFilter'; filter: Partial<Filter>}
  | {type: 'turnPage'; list: Tab; by: 1 | -1}
  | {type: 'openPanel'; backupId: string}
  | {type: 'closePanel'}

export interface BackupPanel {
  backup: BackupView
  collections: CollectionName[]
  restorations: RestorationView[]
  /** How long this backup took, or `null`. */
  tookMs: number | null
  /** How long restoring all of it may take, as far as earlier restorations tell. */
  restoreEstimate: Estimate | null
  canRestore: boolean
  canDelete: boolean
}

export interface ListsView {
  tab: Tab
  filter: Filter
  backups: Listing<BackupView>
  restorations: Listing<RestorationView>
  /** There is no backup at all, deleted ones aside, whatever the filter. */
  isEmpty: boolean
  pending: {backups: BackupView[]; restorations: RestorationView[]}
  panel: BackupPanel | null
}

interface State {
  tab: Tab
  filter: Filter
  panelId: string | null
  backups: PagedList<Backup>
  restorations: PagedList<Restoration>
}

const CURRENT: BackupStatus[] = ['PENDING', 'READY', 'FAILED', 'CANCELED']

export const lists = feature<State, ListsCommand, ListsView>({
  name: 'lists',
  initial: {
    tab: 'backups',
    filter: {type: 'ANY', status: 'CURRENT'},
    panelId: null,
    backups: {page: 0, fetched: null},
    restorations: {page: 0, fetched: null},
  },
  on(state, event) {
    switch (event.type) {
      case 'selectTab':
        return to({...state, tab: event.tab})
      case 'setFilter':
        return to({...state, filter: {...state.filter, ...event.filter}, backups: atStart(state.backups)})
      case 'turnPage':
        return to(
          event.list === 'backups'
            ? {...state, backups: turned(state.backups, event.by)}
            : {...state, restorations: turned(state.restorations, event.by)},
        )
      case 'openPanel':
        return to({...state, panelId: event.backupId})
      case 'closePanel':
        return to({...state, panelId: null})
      case 'refreshed':
        return to({...state, backups: stale(state.backups), restorations: stale(state.restorations)})
      case 'siteRead':
        return to(movedAlong(state, event.before, event.now))
      case 'attempt': {
        const {write} = event.attempt
        if (write.kind !== 'deleteBackup') return to(state)
        const isShown = state.panelId === write.backupId && event.attempt.stage.name !== 'refused'
        return to({...state, panelId: isShown ? null : state.panelId, backups: stale(state.backups)})
      }
      default:
        return to(state)
    }
  },
  reads: (state, {site}) => (site ? readOf(state, site) : null),
  knows: ({backups, restorations}) => ({
    backups: backups.fetched?.items ?? [],
    restorations: restorations.fetched?.items ?? [],
  }),
  show: showLists,
})

/** A change in the newest ones moves the others along. */
function movedAlong(state: State, before: Overview | null, now: Overview): State {
  if (!before) return state
  const key = (listed: readonly {id: string; status: string}[]) =>
    listed.map(({id, status}) => id + status).join()
  const isSame = (list: 'backups' | 'restorations') => key(before[list]) === key(now[list])
  return {
    ...state,
    backups: isSame('backups') ? state.backups : stale(state.backups),
    restorations: isSame('restorations') ? state.restorations : stale(state.restorations),
  }
}

function readOf(state: State, {overview}: Site): WantedRead<State> | null {
  const {tab, filter} = state
  if (tab === 'backups') {
    const known = knownBackups(state, overview)
    if (!wantsRead(state.backups, known)) return null
    const options = {
      status: statusesOf(filter.status),
      ...(filter.type !== 'ANY' && {type: [filter.type]}),
      paging: pagingOf(state.backups),
    }
    const asked = {filter: known.filter, page: state.backups.page}
    const got = (now: State, items: Backup[], problem: PageProblem | null) =>
      to({...now, backups: withFetched(now.backups, asked, {items, problem})})
    return {
      notBefore: 0,
      call: (methods) =>
        reading(
          methods.listBackups(options),
          ({items}) =>
            (now) =>
              got(now, items, null),
        ),
      failed: (now, problem) => got(now, [], problem),
    }
  }
  if (!wantsRead(state.restorations, knownRestorations(overview))) return null
  const paging = pagingOf(state.restorations)
  const asked = {filter: '', page: state.restorations.page}
  const got = (now: State, items: Restoration[], problem: PageProblem | null) =>
    to({...now, restorations: withFetched(now.restorations, asked, {items, problem})})
  return {
    notBefore: 0,
    call: (methods) =>
      reading(
        methods.listRestorations({paging}),
        ({items}) =>
          (now) =>
            got(now, items, null),
      ),
    failed: (now, problem) => got(now, [], problem),
  }
}

function knownBackups({filter}: State, {backups, moreBackups}: Overview): KnownItems<Backup> {
  const wanted = new Set<BackupStatus>(statusesOf(filter.status))
  const items = backups.filter(
    ({status, type}) => wanted.has(status) && (filter.type === 'ANY' || type === filter.type),
  )
  return {filter: JSON.stringify(filter), items, more: moreBackups}
}

function knownRestorations({restorations, moreRestorations}: Overview): KnownItems<Restoration> {
  return {filter: '', items: restorations, more: moreRestorations}
}

function statusesOf(status: StatusFilter): BackupStatus[] {
  return status === 'CURRENT' ? CURRENT : status === 'FAILED' ? ['FAILED', 'CANCELED'] : [status]
}

function showLists(state: State, {site, findBackup}: Facts): ListsView {
  const {tab, filter, panelId} = state
  if (!site) return {tab, filter, ...nothingRead}
  const {backups, restorations, moreBackups} = site.overview
  const panelBackup = panelId === null ? undefined : findBackup(panelId)
  return {
    tab,
    filter,
    backups: listing(state.backups, knownBackups(state, site.overview), {
      newest: (id) => backups.find((one) => one.id === id),
      view: (backup) => viewBackup(backup, site),
    }),
    restorations: listing(state.restorations, knownRestorations(site.overview), {
      newest: (id) => restorations.find((one) => one.id === id),
      view: (restoration) => viewRestoration(restoration, site),
    }),
    isEmpty: !moreBackups && backups.every(({status}) => status === 'DELETED'),
    pending: {
      backups: pendingOf(backups).map((backup) => viewBackup(backup, site)),
      restorations: pendingOf(restorations).map((restoration) => viewRestoration(restoration, site)),
    },
    panel: panelBackup ? showPanel(panelBackup, site) : null,
  }
}

const notReadYet: Listing<never> = {
  rows: [],
  page: 0,
  hasPrevious: false,
  hasNext: false,
  loading: true,
  problem: null,
}

const nothingRead = {
  backups: notReadYet,
  restorations: notReadYet,
  isEmpty: false,
  pending: {backups: [], restorations: []},
  panel: null,
}

function showPanel(backup: Backup, site: Site): BackupPanel {
  const {restorations} = site.overview
  const view = viewBackup(backup, site)
  return {
    backup: view,
    collections: withoutPrivate(backup.collections),
    restorations: restorations
      .filter((restoration) => restoration.backup.id === backup.id)
      .map((restoration) => viewRestoration(restoration, site)),
    tookMs: durationOf(backup),
    restoreEstimate: view.canRestore
      ? estimateRestoration(restorations, {backup, restorationCollections: []})
      : null,
    canRestore: view.canRestore,
    canDelete: view.canDelete,
  }
}
