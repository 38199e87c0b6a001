import {h} from './create-element'

/** A titled box of the Controls view. */
export function panel(title: string, ...children: (Node | string)[]) {
  const id = `panel-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`
  return h('section', {class: 'panel', 'aria-labelledby': id}, h('h2', {id}, title), ...children)
}
