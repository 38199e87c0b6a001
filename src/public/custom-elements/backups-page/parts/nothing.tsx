import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** In place of what is not known (yet). */
export function Nothing() {
  const {texts} = usePage()
  return (
    <Text size="small" secondary>
      <span aria-hidden="true">–</span>
      <span class="bp-hidden">{texts.unknown}</span>
    </Text>
  )
}
