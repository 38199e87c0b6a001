import type {BackupType} from '../../../contract'
import type {Look, Receipt} from '../../../recovery-contract'
import type {Facts} from '../../feature'

/** A receipt as a person reads it: counted. */
export interface ReceiptSummary {
  id: string
  date: string
  by: string | null
  /** `null`: it is not listed any more. */
  backup: {type: BackupType; requestedDate: string} | null
  /** What moment the copy is of that it came from. */
  copyMoment: string | null
  /** Names of the first few collections. */
  collections: string[]
  isUndone: boolean
  back: number
  fieldsBack: number
  takenBack: number
  skipped: number
  failed: number
  uncertain: number
  mended: number
  keptNewer: number
  unknown: number
  /** The first few sentences of what was not done. */
  reasons: string[]
  canUndo: boolean
}

const MOST_REASONS = 5
export const MOST_NAMES = 3

export function summaryOf(receipt: Receipt, facts: Facts): ReceiptSummary {
  const count = (...outcomes: string[]) =>
    receipt.items.filter(({outcome}) => outcomes.includes(outcome)).length
  const undone = receipt.items.filter(({reason}) => reason !== undefined)
  const back = count('BROUGHT_BACK', 'FIELDS_BROUGHT_BACK')
  const backup = facts.findBackup(receipt.backupId)
  const collectionIds = [...new Set(receipt.items.map(({collectionId}) => collectionId))]
  return {
    id: receipt.id,
    date: receipt.date,
    by: receipt.by,
    backup: backup ? {type: backup.type, requestedDate: backup.requestedDate} : null,
    copyMoment: receipt.copy?.moment ?? null,
    collections: collectionIds.slice(0, MOST_NAMES).map((id) => collectionName(null, id, facts)),
    isUndone: receipt.undoneBy !== null,
    back: count('BROUGHT_BACK'),
    fieldsBack: count('FIELDS_BROUGHT_BACK'),
    takenBack: count('TAKEN_BACK'),
    skipped: count('SKIPPED_NEWER', 'SKIPPED_EXISTS'),
    failed: count('FAILED'),
    uncertain: receipt.items.filter(({certain}) => certain === false).length,
    ...receipt.references,
    reasons: [...new Set(undone.map(({reason}) => reason!))].slice(0, MOST_REASONS),
    canUndo: receipt.undoes === null && receipt.undoneBy === null && receipt.status === 'DONE' && back > 0,
  }
}

export function collectionName(look: Look | null, collectionId: string, {site}: Facts): string {
  return (
    look?.collections.find((one) => one.collectionId === collectionId)?.displayName ??
    site?.overview.collections?.find(({id}) => id === collectionId)?.displayName ??
    collectionId
  )
}
