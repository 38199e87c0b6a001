import type {ComponentChildren} from 'preact'
import type {CollectionForecast as Forecast} from '../../../contract'
import type {RestoreDialog} from '../../../page/page-state'
import {Loader} from '../../markup/loader'
import {usePage} from '../page-context'
import './collection-forecast.css'

/** What a restore of one collection would cost, as far as it is counted. */
export function CollectionForecast({
  forecast,
  dialog,
  isChosen,
}: {
  forecast: Forecast | undefined
  dialog: RestoreDialog
  isChosen: boolean
}) {
  const {texts} = usePage()
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
  const notes = [
    forecast.exists === false ? texts.restore.missing : '',
    forecast.held === 'uncertain' ? texts.restore.uncertain : '',
    isChosen && forecast.referencesOutside.length > 0
      ? texts.restore.references([
          ...new Set(forecast.referencesOutside.map(({collectionId}) => collectionId)),
        ])
      : '',
  ].filter(Boolean)
  const {added, changed} = forecast
  const isLoss = (added.known && added.value > 0) || (changed.known && changed.value > 0)
  return (
    <>
      {isLoss ? (
        <Line isLoss>
          {texts.restore.lost(added.known ? added.value : 0, changed.known ? changed.value : 0)}
        </Line>
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
