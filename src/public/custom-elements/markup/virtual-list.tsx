import type {ComponentChildren} from 'preact'
import {useState} from 'preact/hooks'
import './virtual-list.css'

const MARGIN = 6

/** A list of rows of one height, of which only those in sight exist: a site may have 1,000 collections. */
export function VirtualList<T>({
  items,
  rowHeight,
  maxHeight,
  label,
  keyOf,
  render,
}: {
  items: readonly T[]
  rowHeight: number
  maxHeight: number
  label: string
  keyOf(item: T): string
  render(item: T): ComponentChildren
}) {
  const [scrollTop, setScrollTop] = useState(0)
  const height = Math.min(maxHeight, items.length * rowHeight)
  const last = Math.max(0, items.length - Math.ceil(height / rowHeight))
  const top = Math.min(last, Math.floor(scrollTop / rowHeight))
  const first = Math.max(0, top - MARGIN)
  const shown = items.slice(first, top + Math.ceil(height / rowHeight) + MARGIN)
  return (
    <div
      class="bp-virtual"
      style={{height: px(height)}}
      // Focusable, so that it can be scrolled with the keyboard where its rows have nothing to focus.
      tabIndex={0}
      role="group"
      aria-label={label}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <ul style={{height: px(items.length * rowHeight)}}>
        {shown.map((item, index) => (
          <li
            key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={first + index + 1}
            style={{top: px((first + index) * rowHeight), height: px(rowHeight)}}
          >
            {render(item)}
          </li>
        ))}
      </ul>
    </div>
  )
}

const px = (value: number) => `${value}px`
