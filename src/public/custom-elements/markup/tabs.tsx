import type {ComponentChildren, TargetedKeyboardEvent} from 'preact'
import {useId, useRef} from 'preact/hooks'
import {Text} from './text'
import './tabs.css'

/**
 * The design system's compact Tabs, with what the active one shows: Tab reaches the active one, the arrows go from
 * one to the next.
 */
export function Tabs<Id extends string>({
  items,
  activeId,
  onSelect,
  sideContent,
  children,
}: {
  items: readonly {id: Id; title: string}[]
  activeId: Id
  onSelect(id: Id): void
  sideContent?: ComponentChildren
  children: ComponentChildren
}) {
  const panelId = useId()
  const tabId = (id: Id) => `${panelId}-${id}`
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const next = nextTab(
      event,
      items.findIndex(({id}) => id === activeId),
      items.length,
    )
    const item = next === null ? undefined : items[next]
    if (next === null || !item) return
    event.preventDefault()
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
    onSelect(item.id)
  }
  return (
    <>
      <div class="bp-tabs">
        <div ref={list} class="bp-tab-list" role="tablist" onKeyDown={onKeyDown}>
          {items.map(({id, title}) => (
            <button
              key={id}
              id={tabId(id)}
              type="button"
              role="tab"
              class="bp-tab"
              data-hook={`tab-${id}`}
              aria-selected={id === activeId}
              aria-controls={panelId}
              tabIndex={id === activeId ? 0 : -1}
              onClick={() => onSelect(id)}
            >
              <Text>{title}</Text>
            </button>
          ))}
        </div>
        {sideContent}
      </div>
      <div id={panelId} role="tabpanel" aria-labelledby={tabId(activeId)}>
        {children}
      </div>
    </>
  )
}

function nextTab(
  {key, currentTarget}: TargetedKeyboardEvent<HTMLElement>,
  active: number,
  count: number,
): number | null {
  const forward = getComputedStyle(currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  switch (key) {
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'ArrowLeft':
    case 'ArrowRight':
      return (active + (key === forward ? 1 : -1) + count) % count
    default:
      return null
  }
}
