import {announcement, printReport, runProbe} from '../run-probe'
import type {Target} from '../target'
import type {WixCalls} from '../wix-calls'
import type {Asked} from './ask-wix'

/** Set by the build. */
declare const VERSION: string

type AskWix = (call: string, args: unknown[]) => Promise<Asked>

interface Options {
  say?: (text: string) => void
  pause?: (ms: number) => Promise<void>
}

/**
 * Asks Wix, through the site's own web method, what nobody has documented, and prints a table that can be pasted
 * into an issue. The page has to stay open until it is there.
 */
export async function printProbe(
  askWix: AskWix,
  {say = console.log, pause = sleep}: Options = {},
): Promise<void> {
  const target: Target = {
    name: 'Wix, by this site’s own code,',
    through: 'the site’s own code',
    calls: callsThrough(askWix),
    isHarmless: true,
    async listFromSiteCode() {
      const answer = await askWix('listBackups', [{limit: 1, offset: 0}])
      return answer.ok ? 'answered' : `refused with ${answer.error.status ?? 0}`
    },
    seesEvents: true,
    pollMs: 3_000,
    patienceMs: 30 * 60_000,
    pause,
    advance: null,
    close: async () => undefined,
  }
  say(announcement(target).join('\n'))
  const rows = await runProbe(target, ({question, observed, verdict}) =>
    say(`${verdict}: ${question}: ${observed}`),
  )
  say(`\n${printReport(target, rows, VERSION, new Date())}`)
}

/** Each call as one call of the web method: dates come back as strings, errors with their status. */
function callsThrough(askWix: AskWix): WixCalls {
  return new Proxy({} as WixCalls, {
    get:
      (_calls, name) =>
      async (...args: unknown[]) => {
        const answer = await askWix(String(name), args)
        if (answer.ok) return answer.value
        const {message, ...rest} = answer.error
        throw Object.assign(new Error(message), rest)
      },
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
