import type {ComponentChildren} from 'preact'
import {Text} from './text'

/** A term and what it says, in a `dl`. */
export function Fact({label, children}: {label: string; children: ComponentChildren}) {
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
