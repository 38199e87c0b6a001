type Child = Node | string | null | undefined | false
type Properties = Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>

/**
 * `h('button', {type: 'button', onclick: save}, 'Save')`. Children that are strings become text nodes: nothing here
 * ever parses a string as HTML. A property that is `false`, `null` or `undefined` is left out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(
    ...children.filter((child): child is Node | string => child instanceof Node || typeof child === 'string'),
  )
  return element
}
