import type {EndedWork} from '../ends'
import {tell, to, type Effect, type Facts} from '../feature'
import type {Notice, Trouble} from '../notice'
import {viewRestoration} from '../views'
import {feature} from '../running-feature'

export type NewsCommand = {type: 'dismissTrouble'; id: string}

interface State {
  /** The newest few, oldest first; `id` tells two alike apart. */
  notices: (Notice & {id: number})[]
  troubles: Trouble[]
}

const KEPT = 5

/** What has happened is said once: as a toast, to screen readers, and where it went wrong until it is dismissed. */
export const news = feature<State, NewsCommand, State>({
  name: 'news',
  initial: {notices: [], troubles: []},
  on(state, event, facts) {
    switch (event.type) {
      case 'told': {
        const {notice} = event
        const id = (state.notices.at(-1)?.id ?? 0) + 1
        const notices = [...state.notices, {...notice, id}].slice(-KEPT)
        return to({...state, notices}, {do: 'toast', notice})
      }
      case 'troubled':
        return to({...state, troubles: [...state.troubles, event.trouble]})
      case 'dismissTrouble':
        return to({...state, troubles: state.troubles.filter(({id}) => id !== event.id)})
      case 'ended':
        return to(state, ...tellEnd(event.work, facts))
      default:
        return to(state)
    }
  },
  show: (state) => state,
})

function tellEnd(work: EndedWork, {site}: Facts): Effect[] {
  if (!site) return []
  if ('backup' in work) {
    const {id: backupId, status, type, requestedDate} = work.backup
    return [tell({kind: status === 'READY' ? 'backupReady' : 'backupFailed', backupId, type, requestedDate})]
  }
  const {
    id: restorationId,
    status,
    copy,
    collectionCount,
    backupRequestedDate,
  } = viewRestoration(work.restoration, site)
  return [
    status === 'FAILED'
      ? tell({kind: 'restoreFailed', restorationId, collectionCount, backupRequestedDate})
      : tell({kind: 'restored', restorationId, collectionCount, backupRequestedDate, copy}),
  ]
}
