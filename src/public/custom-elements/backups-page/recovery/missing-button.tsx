import {Button} from '../../markup/button'
import {usePage} from '../page-context'

/** The way to single items: where there is something to look inside. */
export function MissingButton() {
  const {state, texts, send} = usePage()
  if (!state.protection?.lastGood) return null
  return (
    <div>
      <Button priority="secondary" dataHook="find-missing" onClick={() => send({type: 'findMissing'})}>
        {texts.recovery.missing}
      </Button>
    </div>
  )
}
