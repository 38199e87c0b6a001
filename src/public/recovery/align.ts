/** An item as both sides list it: its ID, and when it was last updated. */
export interface Listed {
  id: string
  /** Epoch milliseconds; `null` where Wix does not tell it. */
  updated: number | null
}

export interface Alignment {
  /** In the first list only. */
  deleted: Listed[]
  both: {then: Listed; now: Listed}[]
  /** In the second list only. */
  added: Listed[]
  /** What cannot be told before more is read, or the lists end. */
  restThen: Listed[]
  restNow: Listed[]
}

/**
 * Lays two lists side by side that Wix sorted by ID. How Wix compares IDs is not documented, so no ID is compared
 * with another here but for equality: between two equal IDs, what stands on one side only is only there. Behind
 * the last equal pair nothing is known, since its partner may stand on a page that was not read yet.
 */
export function align(then: readonly Listed[], now: readonly Listed[]): Alignment {
  const places = new Map(now.map(({id}, place) => [id, place]))
  const result: Alignment = {deleted: [], both: [], added: [], restThen: [], restNow: []}
  let thenFrom = 0
  let nowFrom = 0
  for (const [thenPlace, entry] of then.entries()) {
    const nowPlace = places.get(entry.id)
    if (nowPlace === undefined) continue
    if (nowPlace < nowFrom) throw new Error('The two lists are not sorted alike')
    result.deleted.push(...then.slice(thenFrom, thenPlace))
    result.added.push(...now.slice(nowFrom, nowPlace))
    result.both.push({then: entry, now: now[nowPlace]!})
    thenFrom = thenPlace + 1
    nowFrom = nowPlace + 1
  }
  result.restThen = then.slice(thenFrom)
  result.restNow = now.slice(nowFrom)
  return result
}
