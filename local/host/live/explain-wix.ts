import type {ErrorCode} from 'public/contract'
import {NoAnswerInTime} from '../fetch-within'

/** What is wrong between this program and Wix, for who started it. */
export interface WixTrouble {
  sentence: string
  /** What it makes of a web method's answer. Others are about what was asked, and say so themselves. */
  codes: readonly ErrorCode[]
}

/**
 * Why an answer is not what Wix was asked for; `null` where it is, or where it is about what was asked. Which status
 * Wix answers for which mistake is [assumed] but for 401, 403 and 429.
 *
 * @param body what came as JSON; `undefined` where it was none
 */
export function explainAnswer(status: number, body: unknown, siteId: string): WixTrouble | null {
  if (body === undefined) {
    const sentence =
      `Something that is not Wix answered in its place (${status}, no JSON), perhaps the login page of this ` +
      'network, or a proxy. Open a page in a browser, and check the network.'
    return {
      sentence,
      codes: [
        'UNAVAILABLE',
        'UNEXPECTED',
        'NOT_ALLOWED',
        'THROTTLED',
        'BACKUP_NOT_FOUND',
        'INVALID_ARGUMENT',
      ],
    }
  }
  switch (status) {
    case 401:
      return {
        sentence:
          'Wix does not accept the API key (401): it is wrong, has expired or was deleted. Check WIX_API_KEY.',
        codes: ['NOT_ALLOWED'],
      }
    case 403:
      return {
        sentence:
          `The API key may not do this on the site ${siteId} (403). In the API Keys Manager of your Wix account, ` +
          'give the key "Manage Data Backups" and what reads collections, their items and the site\'s properties, ' +
          'and check that WIX_SITE_ID is a site of the same account.',
        codes: ['NOT_ALLOWED'],
      }
    case 400:
    case 404:
      if (isNotEnabled(body)) return NOT_ENABLED
      // A backup that is not found is no such mistake: only an answer that speaks of the site is.
      return /meta.?site|site.{0,20}not found|no such site/i.test(JSON.stringify(body))
        ? unknownSite(siteId, status)
        : null
    case 429:
      return {
        sentence: 'Wix gets too many requests for this site (429). Wait a minute, then try again.',
        codes: ['THROTTLED'],
      }
  }
  if (status < 500) return null
  return {
    sentence: `Wix has a problem of its own (${status}). Try again in a moment.`,
    codes: ['UNAVAILABLE'],
  }
}

/** Why there was no answer at all. */
export function explainNoAnswer(error: unknown): WixTrouble {
  return {sentence: noAnswer(error), codes: ['UNAVAILABLE', 'UNEXPECTED']}
}

/** The backend gives up sooner than we do. */
export const STILL_WAITING: WixTrouble = {
  sentence: "Wix has not answered in time. Check this machine's network, or try again in a moment.",
  codes: ['UNAVAILABLE', 'UNEXPECTED'],
}

function noAnswer(error: unknown): string {
  if (error instanceof NoAnswerInTime) {
    return `Wix did not answer within ${error.ms / 1000} seconds. Check this machine's network, or try again in a moment.`
  }
  const {cause, code} = error as {cause?: {code?: unknown; message?: unknown}; code?: unknown}
  if (typeof cause?.message === 'string' && cause.message.includes('redirect')) {
    return (
      'Something answered for Wix by sending us elsewhere, perhaps the login page of this network. It was not ' +
      'followed. Open a page in a browser, and check the network.'
    )
  }
  const reason = cause?.code ?? code
  return `Wix cannot be reached${typeof reason === 'string' ? ` (${reason})` : ''}. Check this machine's network.`
}

const NOT_ENABLED: WixTrouble = {
  sentence:
    'This site is not enabled for code yet (WDE0110). Open it in the editor, turn on Dev Mode, and publish it once.',
  codes: ['SITE_NOT_ENABLED'],
}

function isNotEnabled(body: unknown): boolean {
  const {details} = (body ?? {}) as {details?: {applicationError?: {code?: unknown}}}
  return details?.applicationError?.code === 'WDE0110'
}

function unknownSite(siteId: string, status: number): WixTrouble {
  return {
    sentence:
      `Wix knows no site with the ID ${siteId} (${status}). Check WIX_SITE_ID: in the site's dashboard, the ID ` +
      'follows /dashboard/ in the address.',
    codes: ['BACKUP_NOT_FOUND', 'INVALID_ARGUMENT'],
  }
}
