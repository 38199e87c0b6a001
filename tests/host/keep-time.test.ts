import type {Engine} from '../../local/engine/types'
import {keepTime} from '../../local/host/keep-time'
import type {Site} from '../../local/host/open-site'

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

/** A site on which something is due until a tick has done it; the first ticks fail. */
function siteWith(failures: number) {
  let ticks = 0
  let isDone = false
  const engine = {
    nextDue: () => (isDone ? null : 0),
    tick: () => {
      if (++ticks <= failures) return Promise.reject(new Error('The disk is full.'))
      isDone = true
      return Promise.resolve()
    },
  } as Engine
  const site = {
    clock: {now: () => 0},
    use: (work: (engine: Engine) => Promise<unknown>) => work(engine),
  } as unknown as Site
  return {site, ticks: () => ticks}
}

describe('keepTime', () => {
  test('tries work that failed again, though nobody asks for anything', async () => {
    const {site, ticks} = siteWith(2)
    const lines: string[] = []
    const time = keepTime(site, (line) => void lines.push(line))
    await jest.advanceTimersByTimeAsync(1)
    expect(ticks()).toBe(1)
    expect(lines).toEqual([expect.stringContaining('The disk is full.')])
    await jest.advanceTimersByTimeAsync(60_000)
    expect(ticks()).toBe(3)
    expect(lines).toHaveLength(2)
    await time.stop()
  })

  test('ends with the host, also while work fails', async () => {
    const {site, ticks} = siteWith(1000)
    const time = keepTime(site, () => undefined)
    await jest.advanceTimersByTimeAsync(1)
    await time.stop()
    await jest.advanceTimersByTimeAsync(600_000)
    expect(ticks()).toBe(1)
    expect(jest.getTimerCount()).toBe(0)
  })
})
