import * as fc from 'fast-check'
import {happenings, sites} from './happenings'
import {liveThrough} from './life'

/** `PROPERTY_RUNS=2000 npx jest tests/page/page.property` lives other lives; `PROPERTY_SEED` repeats them. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 100)
const SEED = process.env.PROPERTY_RUNS ? Number(process.env.PROPERTY_SEED ?? Date.now()) : 7

it('keeps its promises, whatever a person, others, Wix and the network do', async () => {
  const lives = fc.array(happenings, {minLength: 3, maxLength: 24, size: 'max'})
  await fc.assert(
    fc.asyncProperty(sites, lives, async (site, all) => {
      expect(await liveThrough(site(), all)).toEqual([])
    }),
    {numRuns: RUNS, seed: SEED},
  )
})
