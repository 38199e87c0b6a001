import type {ComponentChildren} from 'preact'
import type {CollectionForecast as Forecast} from '../../../contract'
import type {RestoreDialog} from '../../../page/page-state'
import {referencesOutside} from '../../../rules/references-outside'
import {isRestoredSince} from '../../../rules/restore-loss'
import {Loader} from '../../markup/loader'
import {usePage} from '../page-context'
import './collection-forecast.css'

/** What a restore of one collection would cost, as far as it is counted. */
export function CollectionForecast({
  id,
  forecast,
  dialog,
  chosen,
}: {
  id: string
  forecast: Forecast | undefined
  dialog: RestoreDialog
  /** Collection IDs: all that will be restored. */
  chosen: ReadonlySet<string>
}) {
  const {texts} = usePage()
  const isChosen = chosen.has(id)
  if (dialog.mode === 'copy' || (!forecast && !isChosen)) return null
  if (!forecast) {
    return dialog.forecast.state === 'loading' ? (
      <span class="bp-inline">
        <Loader size="tiny" />
        <span class="bp-hidden">{texts.restore.counting}</span>
      </span>
    ) : (
      <Line>{texts.restore.notCounted}</Line>
    )
  }
  const {added, changed} = forecast
  const isLoss = (added.known && added.value > 0) || (changed.known && changed.value > 0)
  const outside = new Set(
    isChosen ? referencesOutside(forecast, chosen).map(({collectionId}) => collectionId) : [],
  )
  const notes = [
    isLoss && isRestoredSince(forecast) ? texts.restore.restoredSince : '',
    forecast.exists === false ? texts.restore.missing : '',
    forecast.held === 'uncertain' ? texts.restore.uncertain : '',
    outside.size > 0 ? texts.restore.references([...outside]) : '',
  ].filter(Boolean)
  return (
    <>
      {isLoss ? (
        <Line isLoss>
          {texts.restore.lost(added.known ? added.value : 0, changed.known ? changed.value : 0)}
        </Line>
      ) : isRestoredSince(forecast) ? (
        <Line isLoss>{texts.restore.restoredSince}</Line>
      ) : !added.known || !changed.known ? (
        <Line>{texts.restore.notCounted}</Line>
      ) : forecast.exists === false ? null : (
        <Line>{texts.restore.unchanged}</Line>
      )}
      {notes.length > 0 && <Line title={notes.join('. ')}>{notes.join('. ')}</Line>}
    </>
  )
}

function Line({
  isLoss = false,
  title,
  children,
}: {
  isLoss?: boolean
  title?: string
  children: ComponentChildren
}) {
  return (
    <span class={isLoss ? 'bp-forecast-line bp-forecast-loss' : 'bp-forecast-line'} title={title}>
      {children}
    </span>
  )
}
