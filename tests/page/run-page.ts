import {createPage, type BackupsPage} from 'public/page/page'
import type {PageCommand, PageState, RestorePlan} from 'public/page/page-state'
import {settle} from './fake-clock'
import {fakeSite, type FakeSite, type FakeSiteOptions} from './fake-site'

export interface RunningPage {
  site: FakeSite
  machine: BackupsPage
  /** The newest state; throws before there is one. */
  state(): PageState
  states: PageState[]
  toasts: {message: string; type: string}[]
  send(command: PageCommand): Promise<void>
  advance(ms: number): Promise<void>
}

/** The page's machine on a fake site, opened as an element does it, and its first overview read. */
export async function runPage(
  site: FakeSite | FakeSiteOptions = {},
  {remembered = null, language = 'en-US'}: {remembered?: RestorePlan | null; language?: string} = {},
): Promise<RunningPage> {
  const page = startPage('methods' in site ? site : fakeSite(site))
  await page.send({
    type: 'opened',
    language,
    timeZone: 'UTC',
    visible: true,
    online: true,
    remembered,
  })
  await page.advance(0)
  return page
}

/** The page's machine, started and no more: nothing has been read yet. */
export function startPage(site: FakeSite): RunningPage {
  const states: PageState[] = []
  const toasts: RunningPage['toasts'] = []
  const machine = createPage({
    methods: site.methods,
    showToast: (toast) => void toasts.push(toast),
    clock: site.clock,
    setAttribute: (_name, json) => void states.push(JSON.parse(json) as PageState),
  })
  machine.start()
  return {
    site,
    machine,
    states,
    toasts,
    state() {
      const newest = states.at(-1)
      if (!newest) throw new Error('The page has no state yet')
      return newest
    },
    async send(command) {
      machine.send(command)
      await settle()
    },
    advance: (ms) => site.clock.advance(ms),
  }
}
