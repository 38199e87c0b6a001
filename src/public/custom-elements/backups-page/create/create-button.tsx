import {Button} from '../../markup/button'
import {usePage} from '../page-context'

export function CreateButton() {
  const {state, texts, send} = usePage()
  return (
    <Button
      dataHook="create-backup"
      prefixIcon="add"
      disabled={!state.canCreate}
      onClick={() => send({type: 'createBackup'})}
    >
      {texts.createBackup}
    </Button>
  )
}
