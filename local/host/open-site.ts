import {openEngine} from '../engine/engine'
import type {Engine, EngineEvent, EngineSettings} from '../engine/types'
import {prepareDataFolder, removeSiteData} from './data-folder'
import {seedDemo} from './demo-data'
import {openSiteClock, type SiteClock} from './site-clock'
import {siteGate} from './site-gate'

/** What a fresh site holds. */
export type Seed = 'demo' | 'empty'
export const SEEDS: readonly Seed[] = ['demo', 'empty']

/** The local site: its data, its clock. */
export interface Site {
  /** Another one after each reset, and closed while one is under way: requests get it from `use`. */
  readonly engine: Engine
  readonly clock: SiteClock
  /** Waits for a reset that is under way. Throws SiteUnusable after one that failed. */
  use<T>(work: (engine: Engine) => Promise<T>): Promise<T>
  /** Waits for those who use the site, and for a reset that is under way. */
  reset(seed: Seed): Promise<void>
  close(): Promise<void>
}

/** A reset failed half way: there is no site until another one succeeds. */
export class SiteUnusable extends Error {}

export interface SiteOptions {
  folder: string
  seed: Seed
  machineNow: () => number
  newId: () => string
  settings: EngineSettings
  /** What happens on the site once it is filled: its past makes no events. */
  onEvent: (event: EngineEvent) => void
  log: (line: string) => void
}

/** Written when a fresh site has all that its seed gives: a site without it was never finished. */
const SEEDED = 'seeded'

export async function openSite(options: SiteOptions): Promise<Site> {
  const {folder, newId, log, settings} = options
  prepareDataFolder(folder)
  const clock = openSiteClock(folder, options.machineNow)
  // Demo data has a past: while it is written, time stands where each step of the story happened.
  let pinned: number | null = null
  const now = () => pinned ?? clock.now()
  let seedIds = 0
  const newSeedId = () => `5eed0000-0000-4000-8000-${String(++seedIds).padStart(12, '0')}`
  const open = () =>
    openEngine({folder, now, newId: () => (pinned === null ? newId() : newSeedId()), settings, log})

  const gate = siteGate()
  let failedReset: Error | null = null
  let lastReset: Promise<void> = Promise.resolve()
  let engine = await open()
  if (engine.readValue(SEEDED) === null) await startOver(options.seed)
  else engine.subscribe(options.onEvent)

  async function startOver(seed: Seed): Promise<void> {
    await engine.close()
    removeSiteData(folder)
    clock.reset()
    engine = await open()
    seedIds = 0
    if (seed === 'demo') {
      try {
        await seedDemo(engine, clock.now(), (time) => {
          pinned = time
        })
        await engine.idle()
      } finally {
        pinned = null
      }
    }
    engine.writeValue(SEEDED, seed)
    engine.subscribe(options.onEvent)
  }

  return {
    get engine() {
      return engine
    },
    clock,
    use: (work) =>
      gate.use(async () => {
        if (failedReset) throw new SiteUnusable(unusable(failedReset))
        return work(engine)
      }),
    reset(seed) {
      const reset = gate.replace(async () => {
        // Settings are the person's, not the site's: they stay.
        if (!failedReset) Object.assign(settings, engine.settings)
        try {
          await startOver(seed)
          failedReset = null
        } catch (error) {
          failedReset = error as Error
          throw new SiteUnusable(unusable(failedReset))
        }
      })
      lastReset = reset.catch(() => undefined)
      return reset
    },
    async close() {
      await lastReset
      await engine.close()
    },
  }
}

function unusable({message}: Error): string {
  return `The local site could not be reset (${message}). Reset it again, or start npm start again.`
}
