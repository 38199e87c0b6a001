import type {ReactNode} from 'react'

export type BadgeSkin = 'neutralSuccess' | 'neutralDanger' | 'neutralLight' | 'neutralStandard'

/** The design system's small solid Badge. */
export function Badge({skin, dataHook, children}: {skin: BadgeSkin; dataHook: string; children: ReactNode}) {
  return (
    <span className={`bp-badge bp-badge-${skin}`} data-hook={dataHook}>
      {children}
    </span>
  )
}
