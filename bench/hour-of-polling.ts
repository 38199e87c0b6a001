// In the browser, beside the element: the page as src/pages/Backups.ts connects it, on a fake site whose
// clock is moved on by hand. Every five minutes somebody else takes a backup, so that quick polling is part of it.
import {copyTools} from 'public/page/features/copies/copy-tools'
import {createPage} from 'public/page/page'
import type {PageCommand} from 'public/page/page-state'
import {fakeSite, fullSlots} from '../tests/page/fake-site'

const STEP = 10
const site = fakeSite({backups: fullSlots()})
let states = 0

export async function start(): Promise<void> {
  const element = document.querySelector('backups-page')
  if (!element) throw new Error('There is no element')
  const page = createPage({
    methods: site.methods,
    clock: site.clock,
    loadCopyTools: async () => copyTools,
    setAttribute(name, json) {
      states++
      element.setAttribute(name, json)
    },
  })
  element.addEventListener('command', (event) => page.send((event as CustomEvent<PageCommand>).detail))
  page.start()
  await advance(STEP)
}

/** Lets the element render what changed, after each few seconds of the site's. */
export async function advance(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += STEP) {
    if (site.clock.elapsed() % 300_000 < STEP * 1000) site.createBackup()
    // What the fake site itself remembers is not the page's memory.
    site.backups.splice(30)
    await site.clock.advance(STEP * 1000)
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
}

export function counts(): {calls: number; states: number} {
  return {calls: site.calls.length, states}
}
