import {to, type Step, type WantedWork} from '../../feature'
import {loadTools} from '../copies/load-tools'
import {problemBy} from '../copies/copy-trouble'
import {chosenAtFirst} from './recovery-reads'
import {
  chosenOf,
  reviewing,
  type Choosing,
  type Comparing,
  type Filling,
  type OpenedCopy,
  type State,
} from './recovery-state'

type Wanted = WantedWork<State>

/** With a copy, what the backend does with a backup is done here: the file is in the browser. */
export function workOf({stage, copy, problem}: State): Wanted | null {
  if (!stage || !copy || problem) return null
  switch (stage.name) {
    case 'comparing':
      return compare(copy, stage)
    case 'choosing':
      return stage.open && !stage.open.versions ? readVersions(copy, stage, stage.open.itemId) : null
    case 'filling':
      return fill(copy, stage)
    default:
      return null
  }
}

function compare(copy: OpenedCopy, {collectionId}: Comparing): Wanted {
  return {
    key: `compare ${copy.sha256} ${collectionId}`,
    async run(ports, tell) {
      const {findInCopy} = await loadTools(ports)
      const found = await findInCopy(copy, collectionId, ports, ({compared, waiting}) =>
        tell((state) => {
          const {stage} = state
          if (stage?.name !== 'comparing') return to(state)
          const {stalled} = state
          return to({
            ...state,
            stalled: waiting === undefined ? stalled : waiting,
            stage: {...stage, found: {...stage.found, unchanged: compared ?? stage.found.unchanged}},
          })
        }),
      )
      return (state) => {
        const {stage} = state
        return to(
          stage?.name === 'comparing' ? {...state, stalled: null, stage: chosenAtFirst(stage, found)} : state,
        )
      }
    },
    failed,
  }
}

function readVersions(copy: OpenedCopy, {collectionId}: Choosing, itemId: string): Wanted {
  return {
    key: `versions ${collectionId} ${itemId}`,
    async run(ports) {
      const tools = await loadTools(ports)
      const versions = await tools.readVersions(copy, collectionId, itemId, ports)
      return (state) => {
        const {stage} = state
        if (stage?.name !== 'choosing' || stage.open?.itemId !== itemId) return to(state)
        return to({...state, stage: {...stage, open: {...stage.open, versions}}})
      }
    },
    failed,
  }
}

function fill(copy: OpenedCopy, {look, collectionId, items, fields}: Filling): Wanted {
  return {
    key: `fill ${look.id}`,
    async run(ports, tell) {
      const {fillLook} = await loadTools(ports)
      const chosen = {deleted: items, changed: fields.map(({itemId}) => itemId)}
      const lost = await fillLook({copy, look, collectionId, ...chosen}, ports, ({done, waiting}) =>
        tell((state) => {
          const {stage, stalled} = state
          if (stage?.name !== 'filling') return to(state)
          return to({
            ...state,
            stalled: waiting === undefined ? stalled : waiting,
            stage: {...stage, done: done ?? stage.done},
          })
        }),
      )
      return (state, {now}) => {
        const {stage} = state
        if (stage?.name !== 'filling') return to(state)
        return to({...state, stalled: null, notBefore: now, stage: reviewing(chosenOf(stage), lost)})
      }
    },
    failed,
  }
}

/** Stops where it is; a person goes on, or gives up. */
function failed(state: State, thrown: unknown): Step<State> {
  return to({...state, stalled: null, problem: problemBy(thrown)})
}
