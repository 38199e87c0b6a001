// The Backups page's code: it runs in a worker, without a DOM. Everything it does is in the machine.
import {dashboard} from '@wix/dashboard'
import * as backups from 'backend/backups.web'
import {createPageMachine} from 'public/page/page-machine'
import type {PageCommand} from 'public/page/page-state'

/** The part of Velo's `$w` that this page needs. */
interface CustomElement {
  setAttribute(name: string, value: string): void
  on(event: string, listener: (event: {detail: PageCommand}) => void): void
}
declare const $w: ((selector: string) => CustomElement) & {onReady(ready: () => void): void}

$w.onReady(() => {
  const element = $w('#backupsPage')
  const machine = createPageMachine({
    methods: backups,
    dashboard,
    clock: {
      elapsed: () => performance.now(),
      after(ms, call) {
        const timer = setTimeout(call, ms)
        return () => clearTimeout(timer)
      },
    },
    publish: (state) => element.setAttribute('state', JSON.stringify(state)),
  })
  element.on('command', ({detail}) => machine.send(detail))
  machine.start()
  // The first use of `Intl` in a process takes as long as the rest of the page's code. Here it takes nobody's time:
  // the backups are being read, and the element, in a thread of its own, finds it done.
  setTimeout(() => Intl.DateTimeFormat().resolvedOptions())
})
