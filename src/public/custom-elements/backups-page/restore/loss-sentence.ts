import type {RestoreDialog} from '../../../page/page-state'
import type {Texts} from '../../../page/texts/texts'

/** What is lost with all that is chosen; `null` while not all of what is chosen has been counted. */
export function lossSentence(
  {forecast, scope, selected, backup, collections}: RestoreDialog,
  texts: Texts,
): string | null {
  const chosen = new Set(scope === 'all' ? collections.map(({id}) => id) : selected)
  const counted = forecast.collections.filter(({collectionId}) => chosen.has(collectionId))
  let added = 0
  let changed = 0
  let isPartial = false
  for (const entry of counted) {
    if (entry.added.known) added += entry.added.value
    if (entry.changed.known) changed += entry.changed.value
    if (!entry.added.known || !entry.changed.known) isPartial = true
  }
  if (chosen.size === 0) return texts.restore.nothingChosen
  if (counted.length < chosen.size) return null
  const sentence =
    added + changed > 0
      ? texts.restore.lostTotal(added, changed, backup.requestedDate)
      : isPartial
        ? texts.restore.forecastFailed
        : texts.restore.nothingLost(backup.requestedDate)
  return isPartial && added + changed > 0 ? `${sentence} ${texts.restore.atLeast}` : sentence
}
