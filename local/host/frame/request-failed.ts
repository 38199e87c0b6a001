/** A call to the local site that did not do what it was asked to. `message` is a sentence for the person. */
export class RequestFailed extends Error {
  override name = 'RequestFailed'
  constructor(
    readonly code: 'NO_ANSWER' | 'REFUSED' | 'UNREADABLE',
    readonly reason: string,
    /** `null` where there was no answer at all. */
    readonly status: number | null = null,
  ) {
    super(reason)
  }
}
