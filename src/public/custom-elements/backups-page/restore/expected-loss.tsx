import type {RestoreDialog} from '../../../page/page-state'
import {TextButton} from '../../markup/button'
import {usePage} from '../page-context'
import './expected-loss.css'
import {lossSentence} from './loss-sentence'

/** The sum over what is chosen, as far as it is counted. */
export function ExpectedLoss({dialog}: {dialog: RestoreDialog}) {
  const {texts, send} = usePage()
  const sentence = lossSentence(dialog, texts)
  if (sentence === null && dialog.forecast.state === 'failed') {
    return (
      <p class="bp-loss">
        {texts.restore.forecastFailed}{' '}
        <TextButton size="small" skin="dark" isUnderlined onClick={() => send({type: 'retryForecast'})}>
          {texts.tryAgain}
        </TextButton>
      </p>
    )
  }
  return (
    <p class="bp-loss" data-hook="loss">
      {sentence ?? `${texts.restore.counting}…`}
    </p>
  )
}
