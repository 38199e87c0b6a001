import type {Backup, PageMethods, Overview, Restoration, Result, Started} from '../../contract'

/** What a write made; `null`: nothing that is listed afterward. */
export type Made = {backup: Started<Backup>} | {restoration: Started<Restoration>} | null

/** One kind of write: how it is called, and how its work is known again after an unclear answer. */
export interface WriteKind<Write> {
  call(methods: PageMethods, write: Write): Promise<Result<Made>>
  /**
   * IDs of what is there already, and so was not made by it. Without it nothing new is listed for it, and the site
   * need not be read before it is sent.
   */
  idsBefore?(site: Overview): string[]
  /** What fits in every respect and was not there before: it may still be somebody else's. */
  look(write: Write, before: ReadonlySet<string>, site: Overview): Made[]
}

/** The same answer, about what was made. */
export async function made<T>(answer: Promise<Result<T>>, of: (value: T) => Made): Promise<Result<Made>> {
  const result = await answer
  return result.ok ? {ok: true, value: of(result.value)} : result
}

export function idOfMade(made: Exclude<Made, null>): string {
  return 'backup' in made ? made.backup.id : made.restoration.id
}
