import {copyTools} from 'public/page/features/copies/copy-tools'
import {fakeSite} from './fake-site'
import {startPage} from './run-page'

const OPENED = {
  type: 'opened',
  language: 'en',
  timeZone: 'UTC',
  visible: true,
  online: true,
  remembered: null,
} as const

test.each([
  ['offline', false, 'OFFLINE'],
  ['of a server that does not answer', true, 'UNAVAILABLE'],
])('what makes copies does not come, because %s: said, and asked for again', async (_why, online, code) => {
  let asked = 0
  const page = startPage(fakeSite(), undefined, async () => {
    asked += 1
    if (asked === 1) throw new TypeError('Failed to fetch dynamically imported module')
    return copyTools
  })
  await page.send(OPENED)
  await page.advance(0)
  await page.send({type: 'askCopy', backupId: null})
  await page.send({type: 'connection', online})
  await page.send({type: 'startCopy'})
  await page.advance(0)
  expect(page.state().dialog).toMatchObject({
    kind: 'copy',
    step: {stopped: {kind: 'problem', problem: {code}}},
  })
  await page.send({type: 'continueCopy'})
  await page.advance(0)
  expect(asked).toBe(2)
  expect(page.state().dialog).toMatchObject({kind: 'copy', step: {stopped: null}})
})
