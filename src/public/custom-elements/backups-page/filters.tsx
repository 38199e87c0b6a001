import type {ReactNode} from 'react'
import type {StatusFilter, TypeFilter} from '../../page/page-state'
import {usePage} from './page-context'

const TYPES: TypeFilter[] = ['ANY', 'AUTO', 'ON_DEMAND']
const STATUSES: StatusFilter[] = ['CURRENT', 'READY', 'PENDING', 'FAILED', 'DELETED']

export function Filters() {
  const {state, texts, send} = usePage()
  return (
    <div className="bp-filters">
      <Select
        label={texts.list.type}
        dataHook="filter-type"
        value={state.filter.type}
        onChange={(type) => send({type: 'setFilter', filter: {type: type as TypeFilter}})}
      >
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {type === 'ANY' ? texts.list.anyType : texts.type[type]}
          </option>
        ))}
      </Select>
      <Select
        label={texts.list.status}
        dataHook="filter-status"
        value={state.filter.status}
        onChange={(status) => send({type: 'setFilter', filter: {status: status as StatusFilter}})}
      >
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {texts.list.statusFilter[status]}
          </option>
        ))}
      </Select>
    </div>
  )
}

// The browser's own list: the design system's Dropdown alone is 90 KB gzipped, a third of the page.
function Select({
  label,
  dataHook,
  value,
  onChange,
  children,
}: {
  label: string
  dataHook: string
  value: string
  onChange(value: string): void
  children: ReactNode
}) {
  return (
    <span className="bp-select">
      <select
        aria-label={label}
        data-hook={dataHook}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {children}
      </select>
    </span>
  )
}
