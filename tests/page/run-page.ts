import type {AutomaticBackups} from 'public/automatic-contract'
import {createStateReader} from 'public/page/attributes'
import {isEnded, type EndedAttempt} from 'public/page/attempt'
import {to} from 'public/page/feature'
import {features} from 'public/page/features'
import {copyTools, type CopyTools} from 'public/page/features/copies/copy-tools'
import {feature} from 'public/page/running-feature'
import {createPage, type BackupsPage} from 'public/page/page'
import type {ElementAttribute} from 'public/page/page-host'
import type {PageCommand, PageState} from 'public/page/page-state'
import {settle} from './fake-clock'
import {fakeSite, type FakeSite, type FakeSiteOptions} from './fake-site'

export interface RunningPage {
  site: FakeSite
  page: BackupsPage
  /** The newest state; throws before there is one. */
  state(): PageState
  states: PageState[]
  toasts: {message: string; type: string}[]
  /** The attributes as they were set. */
  sent: {name: ElementAttribute; json: string}[]
  /** The page's attempts, as each came to its end. */
  ended: EndedAttempt[]
  /** What an element would hand back after a reload. */
  remembered(): unknown
  send(command: PageCommand): Promise<void>
  advance(ms: number): Promise<void>
}

/** The page on a fake site, opened as an element does it, and its first overview read. */
export async function runPage(
  site: FakeSite | FakeSiteOptions = {},
  {
    remembered = null,
    language = 'en-US',
    automatic,
    loadCopyTools,
  }: {
    remembered?: unknown
    language?: string
    automatic?: AutomaticBackups
    loadCopyTools?: () => Promise<CopyTools>
  } = {},
): Promise<RunningPage> {
  const page = startPage('methods' in site ? site : fakeSite(site), automatic, loadCopyTools)
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

/** The page, started and no more: nothing has been read yet. */
export function startPage(
  site: FakeSite,
  automatic?: AutomaticBackups,
  loadCopyTools: () => Promise<CopyTools> = async () => copyTools,
): RunningPage {
  const states: PageState[] = []
  const toasts: RunningPage['toasts'] = []
  const sent: RunningPage['sent'] = []
  const attributes: Record<ElementAttribute, string | null> = {state: null, details: null, disk: null}
  const read = createStateReader()
  const ended: RunningPage['ended'] = []
  const page = createPage(
    {
      methods: site.methods,
      ...(automatic && {automatic}),
      showToast: (toast) => void toasts.push(toast),
      clock: site.clock,
      loadCopyTools,
      setAttribute(name, json) {
        attributes[name] = json
        sent.push({name, json})
        const state = name === 'state' ? read(json, attributes.details) : null
        if (state) states.push(state)
      },
    },
    [...features, noteEnded(ended)],
  )
  page.start()
  return {
    site,
    page,
    states,
    toasts,
    sent,
    ended,
    remembered: () => states.at(-1)?.remember?.value ?? null,
    state() {
      const newest = states.at(-1)
      if (!newest) throw new Error('The page has no state yet')
      return newest
    },
    async send(command) {
      page.send(command)
      await settle()
    },
    advance: (ms) => site.clock.advance(ms),
  }
}

/** A feature that does nothing but note how attempts end. */
function noteEnded(ended: EndedAttempt[]) {
  return feature<null, {type: 'note'}, object>({
    name: 'noteEnded',
    initial: null,
    on(state, event) {
      if (event.type === 'attempt' && isEnded(event.attempt)) ended.push(event.attempt)
      return to(state)
    },
    show: () => ({}),
  })
}
