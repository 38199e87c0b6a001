// The code of an empty page that makes the call which the Backups page has to make before its table.
import {getOverview} from 'backend/backups.web'

declare const $w: ((selector: string) => {setAttribute(name: string, value: string): void}) & {
  onReady(ready: () => void): void
}

$w.onReady(() => void getOverview().then(() => $w('#backupsPage').setAttribute('state', '{}')))
