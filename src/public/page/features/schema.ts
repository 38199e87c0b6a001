import type {SchemaChange, SchemaSince} from '../../copies-contract'
import {reading, to, type Facts, type Step, type WantedRead, type WantedWork} from '../feature'
import type {PageProblem} from '../page-problem'
import {feature} from '../running-feature'
import {CallFailed, siteCalls} from './copies/site-calls'

export type SchemaCommand =
  /** The panel of a backup, or its restore dialog, is opened: what changed since is read. */
  | {type: 'openPanel'; backupId: string}
  | {type: 'askRestore'; backupId: string}
  /** Makes a collection that was deleted since the backup again, without items. */
  | {type: 'recreateCollection'; backupId: string; collectionId: string}

/** What is known of one backup. */
interface Known {
  backupId: string
  /** `null`: it was not kept, or could not be read. */
  since: SchemaSince | null
  isRead: boolean
  recreating: {collectionId: string; displayName: string} | null
  recreated: Recreated[]
  problem: PageProblem | null
}

interface Recreated {
  displayName: string
  /** Fields that could not be made. */
  left: string[]
}

type State = {known: Known | null}

export interface SchemaShown {
  /** `null`: nothing is known to have changed. */
  schema: {
    backupId: string
    changes: SchemaChange[]
    /** How many more there are. */
    moreChanges: number
    deleted: SchemaSince['deleted']
    /** The ID of the collection that is being made. */
    recreating: string | null
    recreated: Recreated[]
    problem: PageProblem | null
  } | null
}

/** What a person reads through. */
const MOST_SHOWN = 20

/** The companion of a backup: what changed in the collections themselves, and a deleted one made again. */
export const schema = feature<State, SchemaCommand, SchemaShown>({
  name: 'schema',
  initial: {known: null},
  on({known}, event, facts) {
    switch (event.type) {
      case 'openPanel':
      case 'askRestore':
        return to({known: asked(known, event.backupId, facts)})
      case 'recreateCollection':
        return to({known: known && recreating(known, event)})
      case 'ended':
        // Whatever was restored: "restore it now" is said no longer.
        return to({known: known && 'restoration' in event.work ? {...known, recreated: []} : known})
      default:
        return to({known})
    }
  },
  reads: ({known}) => known && readOf(known),
  works: ({known}) => known && workOf(known),
  needs: ({known}) => ({
    backupIds: known?.recreating ? [known.backupId] : [],
    isRunning: known !== null && known.recreating !== null,
    restorations: [],
  }),
  show: ({known}) => ({schema: known && shown(known)}),
})

/** It is kept with on-demand backups alone. What is being made is not forgotten for another backup. */
function asked(known: Known | null, backupId: string, {findBackup}: Facts): Known | null {
  if (known?.recreating) return known
  const backup = findBackup(backupId)
  if (backup?.type !== 'ON_DEMAND' || backup.status !== 'READY') return null
  return {backupId, since: null, isRead: false, recreating: null, recreated: [], problem: null}
}

function recreating(known: Known, event: {backupId: string; collectionId: string}): Known {
  if (known.recreating || known.backupId !== event.backupId) return known
  const deleted = known.since?.deleted.find(({id}) => id === event.collectionId)
  if (!deleted) return known
  const {id, displayName} = deleted
  return {...known, recreating: {collectionId: id, displayName}, problem: null}
}

function readOf({backupId, isRead}: Known): WantedRead<State> | null {
  if (isRead) return null
  const read = (since: SchemaSince | null) => (state: State) =>
    ifStill(state, backupId, (known) => ({...known, since, isRead: true}))
  return {
    notBefore: 0,
    call: (methods) => reading(methods.compareSchema(backupId), read),
    // A restore is as good without it, and what is not known is not told as nothing.
    failed: (state) => read(null)(state),
  }
}

function workOf({backupId, recreating}: Known): WantedWork<State> | null {
  if (!recreating) return null
  const {collectionId, displayName} = recreating
  return {
    key: `${backupId} ${collectionId}`,
    async run(ports) {
      const calls = siteCalls(ports, () => undefined)
      const made = await calls.write((methods) => methods.recreateCollection(backupId, collectionId))
      return (state) => {
        const next = ifStill(state, backupId, (known) => ({
          ...known,
          isRead: false,
          recreating: null,
          // Without an answer, what is read next says whether it is there.
          recreated: made ? [...known.recreated, {displayName, left: made.left}] : known.recreated,
        }))
        return {...next, effects: [{do: 'look'}]}
      }
    },
    failed: (state, thrown) =>
      ifStill(state, backupId, (known) => ({
        ...known,
        isRead: false,
        recreating: null,
        problem: thrown instanceof CallFailed ? thrown.problem : {code: 'UNEXPECTED', message: ''},
      })),
  }
}

function ifStill({known}: State, backupId: string, change: (known: Known) => Known): Step<State> {
  return to({known: known?.backupId === backupId ? change(known) : known})
}

function shown({backupId, since, recreating, recreated, problem}: Known): SchemaShown['schema'] {
  const {changes, deleted} = since ?? {changes: [], deleted: []}
  if (changes.length + deleted.length + recreated.length === 0 && !problem) return null
  return {
    backupId,
    changes: changes.slice(0, MOST_SHOWN),
    moreChanges: Math.max(0, changes.length - MOST_SHOWN),
    deleted,
    recreating: recreating?.collectionId ?? null,
    recreated,
    problem,
  }
}
