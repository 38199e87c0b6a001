import {MAX_NESTING} from '../../engine/assumptions'
import {exactNumber} from './exact-number'

/** What is wrong with a JSON text: not JSON at all, or something that JSON.parse would change without a word. */
export class JsonProblem extends Error {
  constructor(
    readonly kind: 'syntax' | 'changed',
    message: string,
    readonly path: string,
  ) {
    super(message)
  }
}

/**
 * A JSON text as it is written: a number that a JavaScript number cannot hold is kept as text, and a key that
 * stands twice in an object is a problem, where JSON.parse lets the last one win.
 */
export function readExactJson(text: string): {value: unknown; textNumbers: string[]} {
  const reader = new Reader(text)
  const value = reader.all()
  return {value, textNumbers: reader.textNumbers}
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

class Reader {
  private at = 0
  private readonly path: string[] = []
  /** Where numbers were kept as text. */
  readonly textNumbers: string[] = []

  constructor(private readonly text: string) {}

  all(): unknown {
    const value = this.value()
    this.take(SPACE)
    if (this.at < this.text.length) throw this.unexpected()
    return value
  }

  private value(): unknown {
    this.take(SPACE)
    switch (this.text[this.at]) {
      case '{':
        return this.object()
      case '[':
        return this.list()
      case '"':
        return this.string()
      case 't':
      case 'f':
      case 'n': {
        const word = this.take(WORD)
        if (word === undefined) throw this.unexpected()
        return word === 'null' ? null : word === 'true'
      }
    }
    const number = this.take(NUMBER)
    if (number === undefined) throw this.unexpected()
    const exact = exactNumber(number)
    if (exact !== null) return exact
    this.textNumbers.push(this.path.join('.'))
    return number
  }

  private object(): unknown {
    this.enter()
    const object: Record<string, unknown> = {}
    if (this.closes('}')) return object
    do {
      this.take(SPACE)
      if (this.text[this.at] !== '"') throw this.unexpected()
      const key = this.string()
      this.path.push(key)
      if (Object.hasOwn(object, key)) throw this.changed(`The key "${key}" stands twice`)
      this.take(SPACE)
      if (this.text[this.at++] !== ':') throw this.unexpected(-1)
      // Also where the key is `__proto__`.
      const value = this.value()
      if (key === '__proto__') Object.defineProperty(object, key, {...OWN, value})
      else object[key] = value
      this.path.pop()
    } while (this.goesOn('}'))
    return object
  }

  private list(): unknown {
    this.enter()
    const list: unknown[] = []
    if (this.closes(']')) return list
    do {
      this.path.push(String(list.length))
      list.push(this.value())
      this.path.pop()
    } while (this.goesOn(']'))
    return list
  }

  private depth = 0

  private enter(): void {
    if (++this.depth > MAX_NESTING) throw this.changed(`It is nested more than ${MAX_NESTING} levels deep`)
    this.at++
  }

  private closes(bracket: string): boolean {
    this.take(SPACE)
    if (this.text[this.at] !== bracket) return false
    this.at++
    this.depth--
    return true
  }

  private goesOn(bracket: string): boolean {
    if (this.closes(bracket)) return false
    if (this.text[this.at] !== ',') throw this.unexpected()
    this.at++
    return true
  }

  // Not by one pattern: a long text that is never closed would keep it busy for ever.
  private string(): string {
    let end = this.at
    do end = this.text.indexOf('"', end + 1)
    while (end > 0 && this.isEscaped(end))
    if (end < 0) throw this.unexpected()
    const literal = this.text.slice(this.at, end + 1)
    try {
      const string = /[\\\u0000-\u001f]/.test(literal)
        ? (JSON.parse(literal) as string)
        : literal.slice(1, -1)
      this.at = end + 1
      return string
    } catch {
      throw this.unexpected()
    }
  }

  private isEscaped(quote: number): boolean {
    let first = quote
    while (this.text[first - 1] === '\\') first--
    return (quote - first) % 2 === 1
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  private unexpected(by = 0): JsonProblem {
    const at = this.at + by
    const what = at < this.text.length ? `"${this.text.slice(at, at + 10)}"` : 'the end'
    return new JsonProblem('syntax', `Unexpected ${what} at character ${at + 1}`, this.path.join('.'))
  }

  private changed(message: string): JsonProblem {
    // Of a thousand levels, where it is can be told by the first few.
    return new JsonProblem('changed', message, this.path.slice(0, 5).join('.'))
  }
}

const OWN = {enumerable: true, configurable: true, writable: true}
