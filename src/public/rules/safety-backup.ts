import type {Backup, OnDemandSlots} from '../contract'

/** Why no safety backup can be made before a restore: it would delete the very backup that is restored. */
export type SafetyRefusal = 'WOULD_EVICT_CHOSEN'

/** Whether a safety backup can be made before `chosen` is restored, and which backup that would push out. */
export function safetyBackup(
  chosen: {id: string},
  slots: OnDemandSlots,
): {refused: SafetyRefusal | null; evicts: Backup | null} {
  const evicts = slots.nextEvicted
  return {refused: evicts?.id === chosen.id ? 'WOULD_EVICT_CHOSEN' : null, evicts}
}
