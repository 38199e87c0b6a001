/** What the page's worker and the page frame say to each other, besides the dashboard's own handshake. */

export type ToPageFrame =
  | {type: 'setAttribute'; id: string; name: string; value: string}
  | {type: 'listen'; id: string; eventName: string}
  | {type: 'failure'; message: string; stack: string}

export type ToWorker =
  {type: 'start'; identity: string} | {type: 'event'; id: string; eventName: string; detail: unknown}
