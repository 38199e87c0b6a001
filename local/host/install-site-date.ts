/**
 * Makes `new Date()` and `Date.now()` of this process tell the local site's time. The backend reads its own
 * clock, as on Wix; when the site's clock has been moved by a week, the backend must not live a week ago. Answers with what takes it back.
 */
export function installSiteDate(now: () => number): () => void {
  const MachineDate = Date
  class SiteDate extends MachineDate {
    constructor(...args: ConstructorParameters<DateConstructor> | []) {
      if (args.length === 0) super(now())
      else super(...(args as ConstructorParameters<DateConstructor>))
    }
    static override now(): number {
      return now()
    }
    // Dates that were made before this, or by the runtime itself, are dates too.
    static override [Symbol.hasInstance](value: unknown): boolean {
      return Object.prototype.toString.call(value) === '[object Date]'
    }
  }
  globalThis.Date = SiteDate as DateConstructor
  return () => {
    globalThis.Date = MachineDate
  }
}
