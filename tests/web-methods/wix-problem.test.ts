import {readWixFailure, WixTimeout} from 'backend/wix/wix-problem'

describe('what a failure of Wix means', () => {
  const application = (status: number | undefined, code: string) =>
    Object.assign(new Error('x'), {
      ...(status !== undefined && {status}),
      details: {applicationError: {code, description: 'Why.'}},
    })

  test.each([
    ['the site is not enabled', application(400, 'WDE0110'), 'SITE_NOT_ENABLED', false],
    ['the quota of a minute, as items say it', application(undefined, 'WDE0014'), 'THROTTLED', false],
    ['the quota of a minute, with another status', application(400, 'WDE0014'), 'THROTTLED', false],
    ['a timeout inside Wix', application(400, 'WDE0028'), 'UNAVAILABLE', true],
    ['an internal error', application(undefined, 'WDE0053'), 'UNAVAILABLE', true],
    ['no permission', application(undefined, 'WDE0027'), 'NOT_ALLOWED', false],
    ['an argument that is wrong', application(400, 'WDE0093'), 'INVALID_ARGUMENT', false],
    ['429', application(429, 'RESOURCE_EXHAUSTED'), 'THROTTLED', false],
    ['too many requests, without a status', application(undefined, 'RESOURCE_EXHAUSTED'), 'THROTTLED', false],
    ['unavailable, without a status', application(undefined, 'UNAVAILABLE'), 'UNAVAILABLE', true],
    ['not logged in, without a status', application(undefined, 'UNAUTHENTICATED'), 'NOT_ALLOWED', false],
    ['503', Object.assign(new Error('x'), {status: 503}), 'UNAVAILABLE', true],
    ['no answer', new WixTimeout(), 'UNAVAILABLE', true],
    ['no network', new TypeError('fetch failed'), 'UNAVAILABLE', true],
    ['something else', new Error('x'), 'UNEXPECTED', true],
  ])('%s', (_what, error, code, unclear) => {
    expect(readWixFailure(error)).toMatchObject({facts: {code}, unclear})
  })
})
