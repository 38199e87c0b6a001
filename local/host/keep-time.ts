import type {Engine} from '../engine/types'
import type {Site} from './open-site'

/** Longer waits overflow a timer; the site is looked at again after this. */
const MOST_WAIT_MS = 60 * 60 * 1000

/** After due work that failed (a full disk, say), the next attempt: it stays due. */
const RETRY_MS = 10_000

/** Lets the site's due work happen when its clock comes to it: the engine has no timer of its own. */
export function keepTime(
  site: Site,
  log: (line: string) => void,
): {look: () => void; stop: () => Promise<void>} {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let ticking: Promise<void> = Promise.resolve()

  function look(): void {
    // During a reset, the site that comes after it is looked at; after one that failed there is none.
    site.use(async (engine) => setTimer(engine)).catch(() => undefined)
  }

  function setTimer(engine: Engine): void {
    clearTimeout(timer)
    if (stopped) return
    const due = engine.nextDue()
    const wait = due === null ? MOST_WAIT_MS : Math.min(Math.max(due - site.clock.now(), 0), MOST_WAIT_MS)
    timer = setTimeout(() => {
      ticking = site
        .use((engine) => engine.tick())
        .then(look, (error: unknown) => {
          log(`The site's due work failed, and is tried again: ${(error as Error)?.stack ?? String(error)}`)
          if (!stopped) timer = setTimeout(look, RETRY_MS)
        })
    }, wait)
  }

  look()
  return {
    look,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await ticking
    },
  }
}
