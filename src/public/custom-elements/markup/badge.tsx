import type {ComponentChildren} from 'preact'
import './badge.css'

export type BadgeSkin = 'neutralSuccess' | 'neutralDanger' | 'neutralLight' | 'neutralStandard'

/** The design system's small solid Badge. */
export function Badge({
  skin,
  dataHook,
  children,
}: {
  skin: BadgeSkin
  dataHook: string
  children: ComponentChildren
}) {
  return (
    <span class={`bp-badge bp-badge-${skin}`} data-hook={dataHook}>
      {children}
    </span>
  )
}
