import type {ReactNode} from 'react'

/** The design system's Card. */
export function Card({isPadded = false, children}: {isPadded?: boolean; children: ReactNode}) {
  return <div className={isPadded ? 'bp-card bp-card-padded' : 'bp-card'}>{children}</div>
}
