import {isObject} from './json'
import type {PageState} from './page-state'

/**
 * The page's state as attributes of its element. Each value is whole, so that of several only the newest is needed:
 * `state` with everything that changes often, and `details` with the long lists, which the state names by number. A
 * list that stays the same is sent once, however often the state around it changes.
 */
export interface StateAttributes {
  state: string
  /** `null`: as it was sent last. */
  details: string | null
}

/** Lists that are longer are sent apart, in characters. */
const LONG = 10_000

/** Where in the state a list belongs, and its number among the details. */
type Place = [path: string[], number: number]

/** Writes one state after another, and remembers which lists were sent. */
export function createStateWriter(): (state: object) => StateAttributes {
  const texts = new WeakMap<object, string>()
  let sent = new Map<string, number>()
  let last = 0

  return (state) => {
    const lists = new Map<string, number>()
    const places: Place[] = []
    const isApart = (list: unknown[], path: string[]): boolean => {
      const text = texts.get(list) ?? JSON.stringify(list)
      texts.set(list, text)
      if (text.length < LONG) return false
      const number = lists.get(text) ?? sent.get(text) ?? ++last
      lists.set(text, number)
      places.push([path, number])
      return true
    }
    const rest = withoutLists(withIndexes(state), [], isApart)
    const isNew = [...lists.keys()].some((text) => !sent.has(text))
    sent = lists
    return {
      state: JSON.stringify({rest, places}),
      details: isNew ? `{${[...lists].map(([text, number]) => `"${number}":${text}`).join()}}` : null,
    }
  }
}

function withoutLists(
  value: object,
  path: string[],
  isApart: (list: unknown[], path: string[]) => boolean,
): object {
  const kept = Object.entries(value).map(([key, inner]: [string, unknown]) => {
    const at = [...path, key]
    if (Array.isArray(inner)) return [key, isApart(inner, at) ? null : inner] as const
    return [key, isObject(inner) ? withoutLists(inner, at, isApart) : inner] as const
  })
  return Object.fromEntries(kept)
}

/** What is chosen among a dialog's collections, as their places: a name of each would be sent with every key. */
function withIndexes(state: object): object {
  if (!('dialog' in state) || !isObject(state.dialog)) return state
  const {collections, selected} = state.dialog
  if (!Array.isArray(collections) || !Array.isArray(selected)) return state
  const places = new Map(collections.map(({id}: {id: string}, index) => [id, index]))
  return {...state, dialog: {...state.dialog, selected: selected.map((id: string) => places.get(id))}}
}

/** Reads them again. `null` while there is none, or its details are still to come. */
export function createStateReader(): (state: string | null, details: string | null) => PageState | null {
  let read: {details: string | null; lists: Record<string, unknown>} = {details: null, lists: {}}

  return (state, details) => {
    if (state === null) return null
    if (read.details !== details) read = {details, lists: details === null ? {} : JSON.parse(details)}
    const {rest, places} = JSON.parse(state) as {rest: PageState; places: Place[]}
    if (places.some(([, number]) => !(number in read.lists))) return null
    for (const [path, number] of places) put(rest, path, read.lists[number])
    const {dialog} = rest
    if (dialog?.kind !== 'restore') return rest
    const selected = dialog.selected.flatMap((index) => dialog.collections[Number(index)]?.id ?? [])
    return {...rest, dialog: {...dialog, selected}}
  }
}

function put(target: object, path: string[], list: unknown): void {
  const [key = '', ...inner] = path
  if (inner.length === 0) Object.defineProperty(target, key, {value: list, enumerable: true})
  else put(Object(Reflect.get(target, key)), inner, list)
}
