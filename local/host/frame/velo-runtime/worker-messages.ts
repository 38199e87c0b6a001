/** What the page's worker and the page frame say to each other, besides the dashboard's own handshake. */

export type ToPageFrame =
  | {type: 'setAttribute'; id: string; name: string; value: string}
  | {type: 'listen'; id: string; eventName: string}
  | {type: 'failure'; message: string; stack: string}
  | {type: 'refused'; message: string}

export type ToWorker =
  | {type: 'start'; identity: string; headers: CallHeaders}
  | {type: 'headers'; headers: CallHeaders}
  | {type: 'event'; id: string; eventName: string; detail: unknown}

/** What each call of a web method carries besides who calls. */
export type CallHeaders = Record<string, string>
