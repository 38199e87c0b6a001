import {h} from './create-element'

/** Over each local tool, so that nobody takes it for a part of Wix. */
export function toolHeading(title: string, text: string) {
  return h(
    'div',
    {class: 'tool-heading'},
    h('span', {class: 'tag'}, 'Local tool, not part of Wix'),
    h('h1', {}, title),
    h('p', {class: 'muted'}, text),
  )
}
