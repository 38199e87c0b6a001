import {h} from './create-element'

/** A form control under its label, with an optional hint below it. */
export function labelledField(label: string, control: HTMLElement, hint?: Node) {
  return h('div', {class: 'field'}, h('label', {for: control.id}, label), control, hint)
}
