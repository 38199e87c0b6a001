import type {PageMethods} from '../contract'
import type {PageDisk} from './disk'
import type {PageClock} from './page-clock'

/** What work of many calls has of the page around it. */
export interface WorkPorts {
  methods: PageMethods
  clock: PageClock
  disk: PageDisk
  signal: AbortSignal
  isOnline(): boolean
  /** The backend's clock. */
  serverNow(): string
}
