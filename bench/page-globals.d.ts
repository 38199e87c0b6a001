// What the page's bench leaves in a browser's windows and workers, to ask for it later.
declare global {
  /** When the page's code began, and when what is waited for was painted: milliseconds since 1970. */
  var pageCodeStarted: number
  var shownAt: number | undefined
  var tasks: PerformanceEntry[]
  /** hour-of-polling.ts, as it is bundled for a browser. */
  var poll: typeof import('./hour-of-polling')
}

export {}
