// What the live host and the dashboard frame say to each other.

/** With each request: the secret of the dashboard's address. */
export const TOKEN_HEADER = 'x-dashboard-token'
/** With each call of a web method: the secret of the tab that may write. */
export const UNLOCK_HEADER = 'x-unlock-secret'

export interface LiveStatus {
  mode: 'live'
  /** Grows: the larger of two is the newer. */
  order: number
  version: string
  now: string
  siteId: string
  /** The site's name, or its ID where the name is not known. */
  siteName: string
  /** What a person types to allow changes; `null` where Wix did not confirm which site this is. */
  toType: string | null
  locked: boolean
  /** The unlock that holds, in whichever tab. */
  unlocked: {number: number; until: string} | null
  /** Wix has not answered yet, for the first time. */
  isAsking: boolean
  /** Why the site cannot be used or changed, as a sentence; `null` while it can. */
  problem: string | null
}

/** The answer to the tab that unlocked, and to no other. */
export interface LiveUnlock extends LiveStatus {
  number: number
  secret: string
}
