import type {RestoreDialog} from '../../../page/page-state'
import type {Texts} from '../../../page/texts/texts'
import {restoreLoss} from '../../../rules/restore-loss'

/** What is lost with all that is chosen; `null` while not all of what is chosen has been counted. */
export function lossSentence(
  {forecast, scope, selected, backup, collections}: RestoreDialog,
  texts: Texts,
): string | null {
  const chosen = new Set(scope === 'all' ? collections.map(({id}) => id) : selected)
  const {added, changed, unknown, restoredSince, missing} = restoreLoss(chosen, forecast.collections)
  if (chosen.size === 0) return texts.restore.nothingChosen
  if (missing > 0) return null
  const isLoss = added + changed > 0
  const sentences = [
    isLoss ? texts.restore.lostTotal(added, changed, backup.requestedDate) : '',
    unknown > 0 ? (isLoss ? texts.restore.atLeast : texts.restore.forecastFailed) : '',
    restoredSince > 0 ? texts.restore.restoredSinceTotal(restoredSince) : '',
  ]
  return sentences.filter(Boolean).join(' ') || texts.restore.nothingLost(backup.requestedDate)
}
