import {hideKey} from '../local/host/live/hide-key'

/** Where a command says what it does: the result on standard output, everything else on standard error. */
export interface Output {
  /** Once, at the end. */
  result(json: unknown, text: string): void
  line(text: string): void
  progress(text: string, fraction: number | null): void
}

export interface OutputOptions {
  json: boolean
  /** A secret, if there is one: hidden in whatever is written. */
  apiKey: string | undefined
}

/** Without a terminal, progress is a line now and then. */
const LINE_EVERY_MS = 5_000
const BAR_EVERY_MS = 100
const BAR_WIDTH = 24

export function createOutput({json, apiKey}: OutputOptions): Output {
  const hide = apiKey ? hideKey(apiKey) : (text: string) => text
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read it has gone: the work goes on, and its exit code tells.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const bar = process.stderr.isTTY === true
  let shown = false
  let last = performance.now()

  function clear(): void {
    if (shown) process.stderr.write('\r\u001b[K')
    shown = false
  }

  return {
    result(value, text) {
      clear()
      process.stdout.write(hide(json ? `${JSON.stringify(value)}\n` : text === '' ? '' : `${text}\n`))
    },
    line(text) {
      clear()
      process.stderr.write(`${hide(text)}\n`)
    },
    progress(text, fraction) {
      const now = performance.now()
      if (now - last < (bar ? BAR_EVERY_MS : LINE_EVERY_MS)) return
      last = now
      if (!bar) {
        process.stderr.write(`${hide(text)}\n`)
        return
      }
      const width = Math.max(20, process.stderr.columns ?? 80)
      process.stderr.write(`\r\u001b[K${hide(withBar(text, fraction)).slice(0, width - 1)}`)
      shown = true
    },
  }
}

function withBar(text: string, fraction: number | null): string {
  if (fraction === null) return text
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH)
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${text}`
}
