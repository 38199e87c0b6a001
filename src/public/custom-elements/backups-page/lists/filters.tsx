import type {StatusFilter, TypeFilter} from '../../../page/page-state'
import {Select} from '../../markup/select'
import {usePage} from '../page-context'
import './filters.css'

const TYPES: TypeFilter[] = ['ANY', 'AUTO', 'ON_DEMAND']
const STATUSES: StatusFilter[] = ['CURRENT', 'READY', 'PENDING', 'FAILED', 'DELETED']

export function Filters() {
  const {state, texts, send} = usePage()
  return (
    <div class="bp-filters">
      <Select
        label={texts.list.type}
        dataHook="filter-type"
        value={state.filter.type}
        options={TYPES.map((type) => ({
          value: type,
          text: type === 'ANY' ? texts.list.anyType : texts.type[type],
        }))}
        onChange={(type) => send({type: 'setFilter', filter: {type}})}
      />
      <Select
        label={texts.list.status}
        dataHook="filter-status"
        value={state.filter.status}
        options={STATUSES.map((status) => ({value: status, text: texts.list.statusFilter[status]}))}
        onChange={(status) => send({type: 'setFilter', filter: {status}})}
      />
    </div>
  )
}
