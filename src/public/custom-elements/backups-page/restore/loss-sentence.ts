import type {RestoreDialog} from '../../../page/page-state'
import type {Texts} from '../../../page/texts/texts'
import {restoreLoss} from '../../../rules/restore-loss'

/** What is lost with all that is chosen; `null` while not all of what is chosen has been counted. */
export function lossSentence(
  {forecast, scope, selected, backup, collections}: RestoreDialog,
  texts: Texts,
): string | null {
  const chosen = new Set(scope === 'all' ? collections.map(({id}) => id) : selected)
  const {added, changed, unknown, missing} = restoreLoss(chosen, forecast.collections)
  if (chosen.size === 0) return texts.restore.nothingChosen
  if (missing > 0) return null
  if (added + changed === 0)
    return unknown > 0 ? texts.restore.forecastFailed : texts.restore.nothingLost(backup.requestedDate)
  const sentence = texts.restore.lostTotal(added, changed, backup.requestedDate)
  return unknown > 0 ? `${sentence} ${texts.restore.atLeast}` : sentence
}
