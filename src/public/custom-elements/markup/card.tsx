import type {ComponentChildren} from 'preact'
import './card.css'

/** The design system's Card. */
export function Card({isPadded = false, children}: {isPadded?: boolean; children: ComponentChildren}) {
  return <div class={isPadded ? 'bp-card bp-card-padded' : 'bp-card'}>{children}</div>
}
