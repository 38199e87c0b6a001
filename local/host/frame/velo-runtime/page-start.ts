import type {CallHeaders, ToWorker} from './worker-messages'

type Start = Extract<ToWorker, {type: 'start'}>

let headers: CallHeaders = {}

/** A call that the page makes while it loads waits here until the frame has said who is calling. */
export const pageStarted = new Promise<Start>((resolve) => {
  self.addEventListener('message', ({data}: MessageEvent<ToWorker>) => {
    if (data.type === 'start' || data.type === 'headers') headers = data.headers
    if (data.type === 'start') resolve(data)
  })
})

/** As they are at the moment of a call. */
export function callHeaders(): CallHeaders {
  return headers
}
