import {Loader} from '../../markup/loader'
import {usePage} from '../page-context'
import './list-loader.css'

export function ListLoader() {
  const {texts} = usePage()
  return (
    <div class="bp-list-loader" role="status" aria-label={texts.loading}>
      <Loader size="small" />
    </div>
  )
}
