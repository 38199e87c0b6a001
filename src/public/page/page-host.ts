import type {AutomaticBackups} from '../automatic-contract'
import type {PageMethods} from '../contract'
import type {CopyTools} from './features/copies/copy-tools'
import type {PageClock} from './page-clock'

/**
 * What surrounds the page. One adapter a host: the dashboard page of a Velo site, an ordinary page of a site, a
 * page of a Wix app. What a host may lack is optional, and the page does without it.
 *
 * What only a window knows (the reader's language and time zone, whether the page is visible and online, what was
 * remembered of before a reload) comes up from the element as commands: `opened`, `visibility`, `connection`. A
 * host hands every `command` event of the element to the page, and nothing else.
 */
export interface PageHost {
  methods: PageMethods
  clock: PageClock
  /** What copies are made with. A host that loads code when it is needed need not have it from the beginning. */
  loadCopyTools(): Promise<CopyTools>
  /** Backups that nobody clicks for, where the host has them. */
  automatic?: AutomaticBackups
  /** Sets an attribute of the page's element. Each value is whole: the newest one is all that is needed. */
  setAttribute(name: ElementAttribute, json: string): void
  /** Says what just happened, outside of the page. The page also says it itself, to screen readers. */
  showToast?(toast: PageToast): void
  /** The page's title, in the reader's language. */
  setTitle?(title: string): void
  /** Whether a person who leaves is asked first: work would stop that was to go on by itself. */
  guardLeaving?(isNeeded: boolean): void
  /** Keeps what is under way across a reload. Without it, the element keeps it for its tab. */
  storage?: PageStorage
  /** A BCP 47 tag. Where the host does not say, the browser's own counts. */
  language?: string
  /** An IANA name. Where the host does not say, the browser's own counts. */
  timeZone?: string
}

/** `disk`: a request that the element answers with a command (disk.ts). */
export type ElementAttribute = 'state' | 'details' | 'disk'

export interface PageToast {
  message: string
  type: 'success' | 'error' | 'standard'
}

export interface PageStorage {
  /** What was written last, in this tab; `null` where there is nothing. */
  read(): string | null
  /** `null` removes it. */
  write(text: string | null): void
}
