import type {Question} from '../feature'

/** What every dialog answers to. Only one is open at a time: it is the one that is meant. */
export type DialogCommand =
  /**
   * With what the person was told: `evict`, the backup that will be deleted for a new one (`null`: none), and
   * `safety`, whether a safety backup is made first. `dialogId`: the question that the click was aimed at.
   */
  {type: 'confirm'; evict: string | null; safety?: boolean; dialogId?: string} | {type: 'dismiss'}

/** Of two questions that follow each other closely, a click is meant for the one that was seen. */
export function isMeant(question: Question, {dialogId}: {dialogId?: string}): boolean {
  return dialogId === undefined || dialogId === question.id
}
