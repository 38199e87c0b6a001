import {openEngine} from '../engine/engine'
import type {Engine, EngineEvent, EngineSettings} from '../engine/types'
import {prepareDataFolder, removeSiteData} from './data-folder'
import {seedDemo} from './demo-data'
import {openSiteClock, type SiteClock} from './site-clock'

/** What a fresh site holds. */
export type Seed = 'demo' | 'empty'
export const SEEDS: readonly Seed[] = ['demo', 'empty']

/** The local site: its data, its clock. `engine` changes when the site is reset. */
export interface Site {
  readonly engine: Engine
  readonly clock: SiteClock
  reset(seed: Seed): Promise<void>
  close(): Promise<void>
}

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
      await seedDemo(engine, clock.now(), (time) => {
        pinned = time
      })
      await engine.idle()
      pinned = null
    }
    engine.writeValue(SEEDED, seed)
    engine.subscribe(options.onEvent)
  }

  return {
    get engine() {
      return engine
    },
    clock,
    async reset(seed) {
      // Settings are the person's, not the site's: they stay.
      Object.assign(settings, engine.settings)
      await engine.idle()
      await startOver(seed)
    },
    close: () => engine.close(),
  }
}
