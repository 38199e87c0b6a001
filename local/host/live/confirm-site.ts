import {PROPERTIES, type WixAnswer, type WixConnection} from './wix-connection'

/** What Wix said about the site that the key and the ID are for. */
export interface Confirmation {
  /** As its owner knows it; `null` where Wix did not tell. */
  siteName: string | null
  /**
   * What a person types to allow changes: the site's name, or its ID where Wix answered that it has none or does not
   * tell it to this key. `null` where Wix could not be asked: what is not confirmed is not unlocked.
   */
  toType: string | null
  /** What was seen instead, or why the site cannot be used; `null` where all is well. */
  problem: string | null
}

/** Asks Wix which site this is, and whether the key has the permission that matters. */
export async function confirmSite(wix: WixConnection, siteId: string): Promise<Confirmation> {
  const [properties, backups] = await Promise.all([
    wix.ask(PROPERTIES),
    wix.ask('/wix-data/v2/backups?paging.limit=1&paging.offset=0'),
  ])
  const named = readName(properties)
  const siteName = named === 'unnamed' || named === 'untold' ? null : named
  const problem = problemOf(backups, holds(backups, 'backups'))
  if (problem) return {siteName, toType: null, problem}
  if (named === 'untold') {
    // The key works on this site, and Wix refuses to tell it the name: that is an answer.
    const isRefused = properties.status === 403 && properties.body !== undefined
    if (isRefused) return {siteName, toType: siteId, problem: null}
    return {
      siteName,
      toType: null,
      problem: `Wix did not tell the site's name. ${problemOf(properties, false)}`,
    }
  }
  return {siteName, toType: siteName ?? siteId, problem: null}
}

function readName(answer: WixAnswer): string | 'unnamed' | 'untold' {
  if (!holds(answer, 'properties')) return 'untold'
  const {siteDisplayName} = (answer.body as {properties: {siteDisplayName?: unknown}}).properties
  // A name of blanks could be "typed" with an empty field.
  return typeof siteDisplayName === 'string' && siteDisplayName.trim() !== '' ? siteDisplayName : 'unnamed'
}

function holds({status, body}: WixAnswer, key: string): boolean {
  const value = (body as Record<string, unknown> | null | undefined)?.[key]
  return status === 200 && typeof value === 'object' && value !== null
}

function problemOf({status, trouble}: WixAnswer, isThere: boolean): string | null {
  if (isThere) return null
  return trouble?.sentence ?? `It answered something that this program does not know (${status}).`
}
