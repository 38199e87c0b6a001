import {connectDashboard} from './connect-dashboard'
import {createDollarW} from './create-dollar-w'
import {pageStarted} from './page-start'
import type {ToPageFrame, ToWorker} from './worker-messages'

// Imported first in the worker's bundle: what it sets up must be there when the page's own code runs.
const worker = self as unknown as {postMessage(message: unknown, transfer?: Transferable[]): void}
const post = (message: ToPageFrame) => worker.postMessage(message)

connectDashboard((message, transfer) => worker.postMessage(message, transfer))

const page = createDollarW({elementIds: ['backupsPage'], post, reportFailure})
Object.assign(globalThis, {$w: page.$w})

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  if (event.data.type === 'event') page.dispatch(event.data.id, event.data.eventName, event.data.detail)
})
self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  reportFailure(event.reason)
})
void pageStarted.then(() => page.start())

function reportFailure(error: unknown) {
  console.error(error)
  const known = error instanceof Error
  post({type: 'failure', message: known ? error.message : String(error), stack: (known && error.stack) || ''})
}
