import type {ToPageFrame} from './worker-messages'

export interface CustomElementEvent {
  type: string
  target: CustomElement
  detail: unknown
}

export interface CustomElement {
  readonly id: string
  /** Strings only, and lowercase names, as Velo documents it: what else crosses is not promised. */
  setAttribute(name: string, value: string): void
  on(eventName: string, handler: (event: CustomElementEvent) => void): CustomElement
}

export interface DollarW {
  (selector: string): CustomElement
  onReady(callback: () => unknown): void
}

/**
 * The part of Velo's `$w` that a page around one custom element needs. Differs from Wix: an unknown selector or
 * member throws, where Velo answers an element that does nothing, so that a typing mistake cannot pass unseen.
 */
export function createDollarW(options: {
  elementIds: readonly string[]
  post: (message: ToPageFrame) => void
  reportFailure: (error: unknown) => void
}) {
  const {elementIds, post, reportFailure} = options
  const handlers = new Map<string, ((event: CustomElementEvent) => void)[]>()
  const elements = new Map(elementIds.map((id) => [id, customElement(id)]))
  const waiting: (() => unknown)[] = []
  let ready = false

  const select = (selector: string) => {
    const element = typeof selector === 'string' && elements.get(selector.replace(/^#/, ''))
    if (!element || !selector.startsWith('#')) {
      throw new Error(`$w(${JSON.stringify(selector)}): the local site has only ${quoted(elementIds)}.`)
    }
    return element
  }
  const onReady = (callback: () => unknown) => {
    if (typeof callback !== 'function') throw new TypeError('$w.onReady() takes a function.')
    if (ready) run(callback)
    else waiting.push(callback)
  }

  return {
    $w: closed('$w', Object.assign(select, {onReady}), ['onReady']) as DollarW,
    /** Velo runs the onReady callbacks once, when every element is there. */
    start() {
      ready = true
      for (const callback of waiting.splice(0)) run(callback)
    },
    dispatch(id: string, eventName: string, detail: unknown) {
      const element = select(`#${id}`)
      for (const handler of handlers.get(key(id, eventName)) ?? []) {
        run(() => handler({type: eventName, target: element, detail}))
      }
    },
  }

  function customElement(id: string): CustomElement {
    const element: CustomElement = {
      id,
      setAttribute(name, value) {
        if (typeof name !== 'string' || !/^[a-z][a-z0-9._-]*$/.test(name)) {
          throw new TypeError(
            `$w('#${id}').setAttribute(): ${JSON.stringify(name)} is not a lowercase attribute name.`,
          )
        }
        if (typeof value !== 'string') {
          throw new TypeError(
            `$w('#${id}').setAttribute('${name}'): the value must be a string, not ${typeof value}.`,
          )
        }
        post({type: 'setAttribute', id, name, value})
      },
      on(eventName, handler) {
        if (typeof eventName !== 'string' || typeof handler !== 'function') {
          throw new TypeError(`$w('#${id}').on() takes an event name and a function.`)
        }
        const listening = handlers.get(key(id, eventName))
        if (listening) listening.push(handler)
        else {
          handlers.set(key(id, eventName), [handler])
          post({type: 'listen', id, eventName})
        }
        return closedElement
      },
    }
    const closedElement = closed(`$w('#${id}')`, element, ['id', 'setAttribute', 'on'])
    return closedElement
  }

  /** One handler that fails must neither stop the others nor pass unseen. */
  function run(callback: () => unknown) {
    try {
      Promise.resolve(callback()).catch(reportFailure)
    } catch (error) {
      reportFailure(error)
    }
  }
}

const key = (id: string, eventName: string) => `${id} ${eventName}`
const quoted = (ids: readonly string[]) => ids.map((id) => `'#${id}'`).join(', ')

function closed<T extends object>(name: string, target: T, members: readonly string[]): T {
  const refuse = (member: string | symbol): never => {
    throw new Error(
      `${name}.${String(member)} is not part of the local site, which has: ${members.join(', ')}.`,
    )
  }
  return new Proxy(target, {
    get(_target, member, receiver) {
      // Promises and consoles look for these on whatever they are given.
      if (typeof member === 'symbol' || member === 'then' || member === 'toJSON') return undefined
      return members.includes(member) ? Reflect.get(target, member, receiver) : refuse(member)
    },
    set: (_target, member) => refuse(member),
  })
}
