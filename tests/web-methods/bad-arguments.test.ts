import type {Backup, Page} from 'public/contract'
import {problemOf, startTestHost, valueOf, type TestHost} from '../support/test-host'

const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

let host: TestHost

beforeAll(async () => {
  host = await startTestHost()
})

afterAll(() => host.close())

const listed = async () => valueOf(await host.call<Page<Backup>>('listBackups')).items

describe('bad arguments', () => {
  const good = '11111111-1111-4111-8111-111111111111'
  const own = (json: string) => JSON.parse(json) as unknown
  test.each(
    [
      ['createBackup', [{evcit: good}]],
      ['createBackup', [{evict: 7}]],
      ['createBackup', ['x'.repeat(1_000_000)]],
      ['createBackup', [{}, {}]],
      ['createBackup', [own('{"__proto__": {"evict": "x"}}')]],
      ['restoreBackup', []],
      ['restoreBackup', [null]],
      ['restoreBackup', ['']],
      ['restoreBackup', [{}]],
      ['restoreBackup', ['not-a-guid']],
      ['restoreBackup', [good, {overwrite: 'yes'}]],
      ['restoreBackup', [good, {overwrite: true, force: true}]],
      ['restorePartialBackup', [good]],
      ['restorePartialBackup', [good, []]],
      ['restorePartialBackup', [good, 'Products']],
      ['restorePartialBackup', [good, [{}]]],
      ['restorePartialBackup', [good, [{dataCollectionId: 'a'}, {dataCollectionId: 'a'}]]],
      [
        'restorePartialBackup',
        [good, Array.from({length: 10_000}, (_, index) => ({dataCollectionId: `c${index}`}))],
      ],
      ['restorePartialBackup', [good, [{dataCollectionId: 'a', restoreDestination: {dataCollectionId: ''}}]]],
      ['deleteBackup', [7]],
      ['listBackups', [{status: ['EVERYTHING']}]],
      ['listBackups', [{paging: {limit: -1}}]],
      ['listBackups', [{paging: {limit: 101}}]],
      ['listBackups', [{paging: {offset: 0.5}}]],
      ['listRestorations', [{status: 'PENDING'}]],
      ['getRestoration', ['x']],
      ['forecastRestore', [good, []]],
      ['forecastRestore', [good, null, 'DROP TABLE']],
      ['getExposure', [{}]],
    ].map(
      ([method, args]) => [method as string, JSON.stringify(args).slice(0, 80), args as unknown[]] as const,
    ),
  )('%s(%s)', async (method, _shown, args) => {
    const problem = problemOf(await host.call(method, args))
    expect(problem.code).toBe('INVALID_ARGUMENT')
    expect(problem.message.length).toBeLessThan(500)
    expect(await listed()).toEqual([])
  })

  test('an ID that is none of this site is told as not found', async () => {
    for (const [method, args] of [
      ['getBackup', [UNKNOWN_ID]],
      ['restoreBackup', [UNKNOWN_ID, {overwrite: true}]],
      ['deleteBackup', [UNKNOWN_ID]],
      ['forecastRestore', [UNKNOWN_ID]],
    ] as const) {
      expect(problemOf(await host.call(method, [...args])).code).toBe('BACKUP_NOT_FOUND')
    }
    expect(problemOf(await host.call('getRestoration', [UNKNOWN_ID])).code).toBe('RESTORATION_NOT_FOUND')
  })
})
