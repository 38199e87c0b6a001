import {h} from './create-element'
import {failure} from './failure'

/**
 * A part of a view that comes from a call. While the call runs it says so; when it fails it shows the reason, in
 * place, with a retry. `load` may be called again at any time: only the last call's answer is shown.
 */
export function loadingRegion<T>(options: {
  what: string
  load: () => Promise<T>
  render: (value: T) => Node
}) {
  const element = h('div', {class: 'region'})
  let latest = 0

  async function reload() {
    const mine = ++latest
    element.setAttribute('aria-busy', 'true')
    if (!element.hasChildNodes()) element.append(h('p', {class: 'muted'}, `Loading ${options.what}…`))
    try {
      const value = await options.load()
      if (mine === latest) element.replaceChildren(options.render(value))
    } catch (error) {
      if (mine === latest) element.replaceChildren(failure(`Could not load ${options.what}.`, error, reload))
    } finally {
      if (mine === latest) element.removeAttribute('aria-busy')
    }
  }

  return {element, reload}
}
