import type {ComponentChildren} from 'preact'
import {useId} from 'preact/hooks'
import {Heading} from '../../../src/public/custom-elements/markup/heading'

/** A titled box of the Controls view. */
export function Panel({title, text, children}: {title: string; text: string; children: ComponentChildren}) {
  const id = useId()
  return (
    <section class="panel" aria-labelledby={id}>
      <Heading as="h2" size="medium" id={id}>
        {title}
      </Heading>
      <p class="muted">{text}</p>
      {children}
    </section>
  )
}
