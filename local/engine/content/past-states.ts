import {type Database, openDatabase} from '../open-database'

/** Beyond so many, every second one goes: what is read is then older than it need be, never newer. */
const MOST_KEPT = 64

interface State {
  /** When the last write was, that may be in it. */
  lastWrite: number
  db: Database
}

/**
 * States of the live content before its last writes, for reads that lag behind: each is a read transaction that
 * stays open, so that SQLite keeps what it sees.
 */
export class PastStates {
  private kept: State[] = []
  private lastWrite = -Infinity

  constructor(
    private readonly file: string,
    private readonly current: Database,
  ) {}

  /** Before a write at this time. */
  keep(time: number): void {
    if (time === this.lastWrite) return
    const db = openDatabase(this.file, {readOnly: true})
    db.exec('BEGIN')
    // A transaction begins with its first read.
    db.all('SELECT number FROM collections LIMIT 1')
    this.kept.push({lastWrite: this.lastWrite, db})
    this.lastWrite = time
    if (this.kept.length > MOST_KEPT) this.forget((_, index) => index % 2 === 1)
  }

  /** The newest state without a write after this time; the oldest that is left where there is none. */
  asOf(time: number): Database {
    if (this.lastWrite <= time) {
      this.forget(() => true)
      return this.current
    }
    const found = this.kept.findLastIndex(({lastWrite}) => lastWrite <= time)
    // Time goes on: nobody will ask for an older one.
    this.forget((_, index) => index < found)
    return this.kept[0]?.db ?? this.current
  }

  /** As if nothing had been written yet. */
  forgetAll(): void {
    this.forget(() => true)
    this.lastWrite = -Infinity
  }

  close(): void {
    this.forgetAll()
  }

  private forget(which: (state: State, index: number) => boolean): void {
    for (const {db} of this.kept.filter(which)) {
      db.exec('COMMIT')
      db.close()
    }
    this.kept = this.kept.filter((state, index) => !which(state, index))
  }
}
