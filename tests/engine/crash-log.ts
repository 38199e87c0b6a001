/** What the child says. */
export type Doing =
  | {what: 'log'; line: string}
  | {what: 'ready'}
  | {what: 'write'; collection: 'A' | 'B'; version: number}
  | {what: 'done'}
  | {what: 'create'}
  | {what: 'created'; id: string}
  | {what: 'finished'; id: string; status: string}
  | {what: 'restore'; id: string}
  | {what: 'restored'; status: string}

/** The version of every item of A and of B. */
export interface Versions {
  A: number
  B: number
}

/**
 * What has to be there, and what may be there, after a process died that had said all this. Kept over all the
 * processes that worked on one folder.
 */
export class CrashLog {
  /** Acknowledged. */
  versions: Versions = {A: 0, B: 0}
  /** What each acknowledged backup holds. */
  backups = new Map<string, Versions>()
  finished = new Map<string, string>()
  /** How many restorations were acknowledged to be at their end. */
  restorations = 0
  /** Said, but not acknowledged. */
  writing: Versions | undefined
  restoring: string | undefined
  creating: Versions | undefined
  lines: string[] = []

  say(doing: Doing): void {
    switch (doing.what) {
      case 'write':
        this.writing = {...this.versions, [doing.collection]: doing.version}
        break
      case 'done':
        this.versions = this.writing!
        this.writing = undefined
        break
      case 'create':
        this.creating = this.versions
        break
      case 'created':
        this.backups.set(doing.id, this.creating!)
        this.creating = undefined
        break
      case 'finished':
        this.finished.set(doing.id, doing.status)
        break
      case 'restore':
        this.restoring = doing.id
        break
      case 'restored':
        this.versions = this.backups.get(this.restoring!)!
        this.restoring = undefined
        this.restorations++
        break
      case 'log':
        this.lines.push(doing.line)
    }
  }
}
