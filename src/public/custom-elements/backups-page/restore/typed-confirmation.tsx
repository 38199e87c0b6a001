import {useState} from 'preact/hooks'
import {WORD_TO_TYPE, type RestoreDialog} from '../../../page/page-state'
import {Text} from '../../markup/text'
import {TextField} from '../../markup/text-field'
import {usePage} from '../page-context'
import './typed-confirmation.css'

/** Before a whole site is restored, its name has to be typed. */
export function TypedConfirmation({dialog}: {dialog: RestoreDialog}) {
  const {texts, send} = usePage()
  const [text, setText] = useState('')
  const {siteName} = dialog.typing
  const label = siteName === null ? texts.restore.typeWord(WORD_TO_TYPE) : texts.restore.typeName(siteName)
  return (
    <label class="bp-typing">
      <Text size="small">
        <bdi>{label}</bdi>
      </Text>
      <TextField
        dataHook="type-name"
        label={label}
        value={text}
        disabled={dialog.stage !== 'asking'}
        onInput={(typed) => {
          setText(typed)
          send({type: 'typed', text: typed})
        }}
      />
    </label>
  )
}
