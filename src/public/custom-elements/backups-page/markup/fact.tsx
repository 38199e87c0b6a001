import type {ReactNode} from 'react'
import {Text} from './text'

/** A term and what it says, in a `dl`. */
export function Fact({label, children}: {label: string; children: ReactNode}) {
  return (
    <div>
      <dt>
        <Text size="small" secondary>
          {label}
        </Text>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
