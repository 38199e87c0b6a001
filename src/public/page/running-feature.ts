import type {PageMethods, Result} from '../contract'
import {
  reading,
  type Effect,
  type FeaturePorts,
  type Facts,
  type FeatureDefinition,
  type Needs,
  type PageEvent,
  type Question,
  type ReadItems,
  type Step,
} from './feature'
import type {PageProblem} from './page-problem'

/** A feature as it is registered. Of its state nothing is known outside of it. */
export interface Feature<Command extends {type: string}, Shown extends object, Dialog> {
  start(): RunningFeature<Command, Shown, Dialog>
}

export interface RunningFeature<Command extends {type: string}, Shown extends object, Dialog> {
  readonly name: string
  handle(event: Command | PageEvent, facts: Facts): Effect[]
  question(): Question | null
  read(facts: Facts): FeatureRead | null
  work(facts: Facts): FeatureWork | null
  knows(): ReadItems
  needs(): Needs
  remembers(): unknown
  show(facts: Facts): Shown
  showDialog(facts: Facts): Dialog | null
}

/** Each feature answers its own commands and passes over the others. */
export type AnyFeature = RunningFeature<{type: string}, object, unknown>

export interface FeatureRead {
  /** Elapsed milliseconds. */
  notBefore: number
  call(methods: PageMethods): Promise<Result<Apply>>
  failed(problem: PageProblem, facts: Facts): Effect[]
}

export interface FeatureWork {
  /** Of one feature, one piece of work begins when the one before it is over. */
  feature: string
  key: string
  run(ports: FeaturePorts, tell: (apply: Apply) => void): Promise<Apply>
  failed(thrown: unknown): Apply
}

/** Hands the feature what was read. */
export type Apply = (facts: Facts) => Effect[]

const NOTHING_NEEDED: Needs = {backupIds: [], isRunning: false, restorations: []}
const NOTHING_READ: ReadItems = {backups: [], restorations: []}

export function feature<State, Command extends {type: string}, Shown extends object, Dialog = never>(
  definition: FeatureDefinition<State, Command, Shown, Dialog>,
): Feature<Command, Shown, Dialog> {
  return {start: () => run(definition)}
}

function run<State, Command extends {type: string}, Shown extends object, Dialog>(
  definition: FeatureDefinition<State, Command, Shown, Dialog>,
): RunningFeature<Command, Shown, Dialog> {
  let state = definition.initial
  const take = (step: Step<State>): Effect[] => {
    state = step.state
    return step.effects
  }
  return {
    name: definition.name,
    handle: (event, facts) => take(definition.on(state, event, facts)),
    question: () => definition.question?.(state) ?? null,
    read(facts) {
      const wanted = definition.reads?.(state, facts)
      if (!wanted) return null
      return {
        notBefore: wanted.notBefore,
        call: (methods) =>
          reading(wanted.call(methods), (change) => (then: Facts) => take(change(state, then))),
        failed: (problem, then) => take(wanted.failed(state, problem, then)),
      }
    },
    work(facts) {
      const wanted = definition.works?.(state, facts)
      if (!wanted) return null
      return {
        feature: definition.name,
        key: `${definition.name} ${wanted.key}`,
        async run(ports, tell) {
          const change = await wanted.run(ports, (told) => tell((then) => take(told(state, then))))
          return (then) => take(change(state, then))
        },
        failed: (thrown) => (then) => take(wanted.failed(state, thrown, then)),
      }
    },
    knows: () => definition.knows?.(state) ?? NOTHING_READ,
    needs: () => definition.needs?.(state) ?? NOTHING_NEEDED,
    remembers: () => definition.remembers?.(state),
    show: (facts) => definition.show(state, facts),
    showDialog: (facts) => definition.showDialog?.(state, facts) ?? null,
  }
}
