import type {ToWorker} from './worker-messages'

type Start = Extract<ToWorker, {type: 'start'}>

/** A call that the page makes while it loads waits here until the frame has said who is calling. */
export const pageStarted = new Promise<Start>((resolve) => {
  self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
    if (event.data.type === 'start') resolve(event.data)
  })
})
