declare namespace App {
  interface Locals {
    /** Who calls, once the door has let them in. */
    caller?: import('./door/who-calls').Caller
    /** The installation whose scheduler calls, once the door has known it by its key. */
    scheduledFor?: string
    /** Takes an endpoint's turn: `false` when the caller has been told by now that nothing was done. */
    begin?: () => boolean
  }
}

declare module 'backups-page-element' {}
