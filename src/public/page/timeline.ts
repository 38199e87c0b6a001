import type {BackupStatus, BackupType, RestorationStatus} from '../contract'
import type {Site} from './site'

export interface TimelineEvent {
  id: string
  kind: BackupType | 'RESTORATION'
  date: string
  status: BackupStatus | RestorationStatus | 'DELETING'
}

export interface Timeline {
  from: string
  to: string
  /** Oldest first. */
  events: TimelineEvent[]
}

const DAY = 24 * 60 * 60 * 1000
const SHOWN_DAYS = 35
const MOST_EVENTS = 100

/** The backups and restorations of the last weeks. */
export function timelineOf({overview, deleting}: Site): Timeline {
  const to = Date.parse(overview.now)
  const from = to - SHOWN_DAYS * DAY
  const isShown = ({date}: TimelineEvent) => Date.parse(date) >= from
  const backups = overview.backups
    .filter(({status}) => status !== 'DELETED' && status !== 'CANCELED')
    .map(({id, type, requestedDate, status}): TimelineEvent => {
      return {id, kind: type, date: requestedDate, status: deleting.has(id) ? 'DELETING' : status}
    })
  const restorations = overview.restorations.map(({id, requestedDate, status}): TimelineEvent => {
    return {id, kind: 'RESTORATION', date: requestedDate, status}
  })
  const events = inOneRow(backups.filter(isShown), restorations.filter(isShown))
    .slice(0, MOST_EVENTS)
    .reverse()
  return {from: new Date(from).toISOString(), to: overview.now, events}
}

/** Two lists that are newest first, as one: each stays in the order in which Wix gives it. */
function inOneRow(backups: TimelineEvent[], restorations: TimelineEvent[]): TimelineEvent[] {
  const row: TimelineEvent[] = []
  let next = 0
  for (const backup of backups) {
    for (let event = restorations[next]; event && event.date > backup.date; event = restorations[++next])
      row.push(event)
    row.push(backup)
  }
  return [...row, ...restorations.slice(next)]
}
