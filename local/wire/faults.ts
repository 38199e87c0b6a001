import type {Engine} from '../engine/types'
import {OPERATIONS} from './routes'

/** What can be made to go wrong, on demand, once or several times. */
export const EFFECTS = [
  'throttle',
  'unavailable',
  'timeout',
  'lose-response',
  'latency',
  'not-enabled',
  'fail-backup',
  'fail-restoration',
] as const
export type Effect = (typeof EFFECTS)[number]

/** `*` is any operation. */
export const FAULTY_OPERATIONS: readonly string[] = ['*', ...OPERATIONS]

export interface Fault {
  operation: string
  effect: Effect
  /** How many more times. */
  times: number
  /** For `latency`: milliseconds. */
  latencyMs?: number
}

const BACKUP_OPERATIONS = ['createBackup']
const RESTORE_OPERATIONS = ['restoreBackup', 'restorePartialBackup']

export class Faults {
  private list: Fault[] = []

  all(): Fault[] {
    return this.list.map((fault) => ({...fault}))
  }

  add(fault: Fault): void {
    this.list.push({...fault})
  }

  clear(): void {
    this.list = []
  }

  /** The effects that this call meets; each counts down by one. */
  take(operation: string): Fault[] {
    const met: Fault[] = []
    const seen = new Set<Effect>()
    for (const fault of this.list) {
      if ((fault.operation !== '*' && fault.operation !== operation) || seen.has(fault.effect)) continue
      if (!fits(fault.effect, operation)) continue
      fault.times -= 1
      seen.add(fault.effect)
      met.push(fault)
    }
    this.list = this.list.filter(({times}) => times > 0)
    return met
  }
}

/** What goes wrong inside the engine, before the operation that it spoils. */
export function spoil(engine: Engine, effect: Effect): void {
  if (effect === 'fail-backup') engine.failNext('backup', 1)
  if (effect === 'fail-restoration') engine.failNext('restoration', 1)
}

function fits(effect: Effect, operation: string): boolean {
  if (effect === 'fail-backup') return BACKUP_OPERATIONS.includes(operation)
  if (effect === 'fail-restoration') return RESTORE_OPERATIONS.includes(operation)
  return true
}

/** Reads `{operation, effect, times}`; an unknown one is an error that lists the known ones. */
export function readFault(input: Record<string, unknown>): Fault | {error: string} {
  const {operation = '*', effect, times = 1, latencyMs} = input
  if (typeof operation !== 'string' || !FAULTY_OPERATIONS.includes(operation)) {
    return {error: `Unknown operation. Known: ${FAULTY_OPERATIONS.join(', ')}`}
  }
  if (!EFFECTS.includes(effect as Effect)) return {error: `Unknown effect. Known: ${EFFECTS.join(', ')}`}
  if (!Number.isInteger(times) || (times as number) < 1 || (times as number) > 1_000_000) {
    return {error: 'times must be a whole number from 1 to 1000000'}
  }
  if (latencyMs !== undefined && (typeof latencyMs !== 'number' || !(latencyMs >= 0) || latencyMs > 60_000)) {
    return {error: 'latencyMs must be a number from 0 to 60000'}
  }
  const wanted = effect as Effect
  if (operation !== '*' && !fits(wanted, operation)) {
    const fitting = wanted === 'fail-backup' ? BACKUP_OPERATIONS : RESTORE_OPERATIONS
    return {error: `The effect ${wanted} goes with: ${fitting.join(', ')}`}
  }
  return {
    operation,
    effect: wanted,
    times: times as number,
    ...(wanted === 'latency' && {latencyMs: (latencyMs as number | undefined) ?? 1000}),
  }
}
