import type {
  Backup,
  BackupsWebMethods,
  Exposure,
  Overview,
  Page,
  Problem,
  Restoration,
  RestoreForecast,
  Result,
} from 'public/contract'

/**
 * Who answers web methods: the product's own over a Wix, or a stand-in for them. A site with the collections Books
 * and Authors and nothing else; a backup and a restoration take a minute.
 */
export interface Subject {
  /** Arguments and result cross as JSON. */
  callMethod(name: keyof BackupsWebMethods, args: unknown[]): Promise<Result<unknown>>
  /** Moves the site's time, and lets what has come due happen. */
  advance(ms: number): Promise<void>
  close(): Promise<void>
}

export const MINUTE = 60_000
export const COLLECTIONS = [
  {id: 'Books', displayName: 'Books'},
  {id: 'Authors', displayName: 'Authors'},
]
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'
const OVERWRITE = {overwrite: true}

/** What whoever calls web methods relies on, so that no stand-in promises more than is kept. */
export function webMethodsContract(newSubject: () => Promise<Subject>): void {
  let subject: Subject

  beforeEach(async () => {
    subject = await newSubject()
  })
  afterEach(() => subject.close())

  const value = async <T>(name: keyof BackupsWebMethods, ...args: unknown[]): Promise<T> => {
    const result = await subject.callMethod(name, args)
    if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.message}`)
    return result.value as T
  }
  const problem = async (name: keyof BackupsWebMethods, ...args: unknown[]): Promise<Problem> => {
    const result = await subject.callMethod(name, args)
    if (result.ok) throw new Error(`${name} should have failed, and answered ${JSON.stringify(result.value)}`)
    return result.error
  }
  const ready = async (options?: unknown): Promise<Backup> => {
    const {id} = await value<Backup>('createBackup', ...(options ? [options] : []))
    await subject.advance(2 * MINUTE)
    return value<Backup>('getBackup', id)
  }
  const books = [{dataCollectionId: 'Books'}]

  test('a site without backups', async () => {
    expect(await value<Overview>('getOverview')).toMatchObject({
      backups: [],
      restorations: [],
      moreBackups: false,
      moreRestorations: false,
      slots: {used: 0, limit: 3, nextEvicted: null},
      nextAutomaticDate: null,
      moreCollections: false,
      collectionsProblem: null,
    })
    expect(await value<Exposure>('getExposure')).toMatchObject({backup: null, collections: [], next: null})
  })

  test('a backup is PENDING without what is not known yet, then READY, in every list', async () => {
    const created = await value<Backup>('createBackup')
    expect(created).toMatchObject({
      type: 'ON_DEMAND',
      status: 'PENDING',
      finishedDate: null,
      deletedDate: null,
      sizeInBytes: null,
    })
    expect(created.collections).toHaveLength(2)
    expect(created.collections).toEqual(expect.arrayContaining(COLLECTIONS))
    await subject.advance(2 * MINUTE)
    const backup = await value<Backup>('getBackup', created.id)
    expect(backup).toMatchObject({
      ...created,
      status: 'READY',
      startedDate: expect.any(String),
      finishedDate: expect.any(String),
      sizeInBytes: expect.any(Number),
    })
    expect((await value<Page<Backup>>('listBackups')).items).toEqual([backup])
    expect((await value<Overview>('getOverview')).backups).toEqual([backup])
    expect(await value<Exposure>('getExposure')).toMatchObject({backup: {id: backup.id}, next: null})
  })

  test('the fourth names what it evicts, or is refused with what it would', async () => {
    const made = [await ready(), await ready(), await ready()]
    const oldest = made[0]!
    for (const args of [[], [{evict: made[1]!.id}], [{evict: UNKNOWN_ID}]]) {
      expect(await problem('createBackup', ...args)).toMatchObject({
        code: 'WOULD_EVICT',
        backup: {id: oldest.id},
        slots: {used: 3, limit: 3, nextEvicted: {id: oldest.id}},
      })
    }
    expect((await value<Page<Backup>>('listBackups')).items).toHaveLength(3)
    const fourth = await ready({evict: oldest.id})
    const {items} = await value<Page<Backup>>('listBackups', {status: ['READY']})
    expect(items.map(({id}) => id)).toEqual([fourth.id, made[2]!.id, made[1]!.id])
    expect(await value<Backup>('getBackup', oldest.id)).toMatchObject({
      status: 'DELETED',
      deletedDate: expect.any(String),
    })
  })

  test('lists are newest first, filtered, and in pages', async () => {
    const made = [await ready(), await ready()]
    const pending = await value<Backup>('createBackup')
    const ids = async (options: unknown) =>
      (await value<Page<Backup>>('listBackups', options)).items.map(({id}) => id)
    expect(await ids(null)).toEqual([pending.id, made[1]!.id, made[0]!.id])
    expect(await ids({})).toEqual([pending.id, made[1]!.id, made[0]!.id])
    expect(await ids({status: ['READY']})).toEqual([made[1]!.id, made[0]!.id])
    expect(await ids({type: ['AUTO']})).toEqual([])
    expect(await ids({paging: {limit: 1, offset: 1}})).toEqual([made[1]!.id])
    expect(await value('listBackups', {paging: {limit: 1, offset: 2}})).toMatchObject({offset: 2})
  })

  test('a restoration is PENDING, then COMPLETED, and holds its backup as it was', async () => {
    const backup = await ready()
    const started = await value<Restoration>('restorePartialBackup', backup.id, books, OVERWRITE)
    expect(started).toMatchObject({
      status: 'PENDING',
      finishedDate: null,
      backup: {id: backup.id, status: 'READY'},
      restorationCollections: books,
    })
    await subject.advance(2 * MINUTE)
    const restoration = await value<Restoration>('getRestoration', started.id)
    expect(restoration).toMatchObject({status: 'COMPLETED', finishedDate: expect.any(String)})
    expect((await value<Page<Restoration>>('listRestorations')).items).toEqual([restoration])
    expect(await value<Page<Restoration>>('listRestorations', {status: ['PENDING']})).toMatchObject({
      items: [],
    })
    expect((await value<Restoration>('restoreBackup', backup.id, OVERWRITE)).restorationCollections).toEqual(
      [],
    )
  })

  test('a restore says that it overwrites, or is refused with what it would', async () => {
    const {id} = await ready()
    for (const options of [[], [{}], [{overwrite: false}]]) {
      expect(await problem('restoreBackup', id, ...options)).toMatchObject({
        code: 'WOULD_OVERWRITE',
        backupId: id,
      })
      expect(await problem('restorePartialBackup', id, books, ...options)).toMatchObject({
        code: 'WOULD_OVERWRITE',
        collectionIds: ['Books'],
      })
    }
    expect((await value<Page<Restoration>>('listRestorations')).items).toEqual([])
  })

  test('one restoration at a time replaces a collection', async () => {
    const {id} = await ready()
    await value('restorePartialBackup', id, books, OVERWRITE)
    for (const again of [
      ['restorePartialBackup', id, books, OVERWRITE],
      ['restoreBackup', id, OVERWRITE],
      [
        'restorePartialBackup',
        id,
        [{dataCollectionId: 'Authors', restoreDestination: {dataCollectionId: 'Books'}}],
        OVERWRITE,
      ],
    ] as [keyof BackupsWebMethods, ...unknown[]][]) {
      expect(await problem(...again)).toMatchObject({code: 'RESTORATION_IN_PROGRESS'})
    }
    await value('restorePartialBackup', id, [{dataCollectionId: 'Authors'}], OVERWRITE)
  })

  test('what a backup does not hold is not restored or forecast', async () => {
    const {id} = await ready()
    const missing = [...books, {dataCollectionId: 'Films'}]
    for (const call of [
      ['restorePartialBackup', id, missing, OVERWRITE],
      ['forecastRestore', id, ['Books', 'Films']],
    ] as [keyof BackupsWebMethods, ...unknown[]][]) {
      expect(await problem(...call)).toMatchObject({
        code: 'COLLECTION_NOT_IN_BACKUP',
        collectionIds: ['Films'],
      })
    }
    expect((await value<Page<Restoration>>('listRestorations')).items).toEqual([])
    const forecast = await value<RestoreForecast>('forecastRestore', id, ['Books'])
    expect(forecast).toMatchObject({backupId: id, collections: [{collectionId: 'Books', exists: true}]})
  })

  test('a backup that is not READY is not restored, forecast or deleted', async () => {
    const {id} = await value<Backup>('createBackup')
    for (const [name, ...args] of OF_A_BACKUP(id)) {
      expect([name, await problem(name, ...args)]).toMatchObject([
        name,
        {code: 'BACKUP_NOT_READY', backupId: id, status: 'PENDING'},
      ])
    }
    expect(await value<Backup>('getBackup', id)).toMatchObject({status: 'PENDING'})
  })

  test('a backup that was deleted stays in the list, and is not restored, forecast or deleted', async () => {
    const {id} = await ready()
    expect(await value('deleteBackup', id)).toBeNull()
    await subject.advance(MINUTE)
    expect(await value<Backup>('getBackup', id)).toMatchObject({
      status: 'DELETED',
      deletedDate: expect.any(String),
    })
    for (const [name, ...args] of OF_A_BACKUP(id)) {
      expect([name, await problem(name, ...args)]).toMatchObject([
        name,
        {code: 'BACKUP_NOT_READY', status: 'DELETED'},
      ])
    }
  })

  test('a backup that a restoration is read from is not deleted', async () => {
    const {id} = await ready()
    await value('restorePartialBackup', id, books, OVERWRITE)
    expect(await problem('deleteBackup', id)).toMatchObject({code: 'RESTORATION_IN_PROGRESS'})
    expect(await value<Backup>('getBackup', id)).toMatchObject({status: 'READY'})
  })

  test('what is not there is not found', async () => {
    for (const [name, ...args] of [['getBackup', UNKNOWN_ID] as const, ...OF_A_BACKUP(UNKNOWN_ID)]) {
      expect([name, await problem(name, ...args)]).toMatchObject([
        name,
        {code: 'BACKUP_NOT_FOUND', backupId: UNKNOWN_ID},
      ])
    }
    expect(await problem('getRestoration', UNKNOWN_ID)).toMatchObject({code: 'RESTORATION_NOT_FOUND'})
  })

  test('arguments that cannot be are refused, and nothing happens', async () => {
    const {id} = await ready()
    const bad: [keyof BackupsWebMethods, ...unknown[]][] = [
      ['getBackup'],
      ['getBackup', 'no ID'],
      ['getBackup', id, 'more'],
      ['getRestoration', 7],
      ['deleteBackup', 'no ID'],
      ['createBackup', {evict: 'no ID'}],
      ['createBackup', {evicts: id}],
      ['restoreBackup', 'no ID', OVERWRITE],
      ['restoreBackup', id, {overwrite: 'yes'}],
      ['restorePartialBackup', id, [], OVERWRITE],
      ['restorePartialBackup', id, 'Books', OVERWRITE],
      ['restorePartialBackup', id, [...books, ...books], OVERWRITE],
      ['restorePartialBackup', id, ['Books'], OVERWRITE],
      ['forecastRestore', id, []],
      ['forecastRestore', id, null, 'somewhere'],
      ['getExposure', 'somewhere'],
      ['listBackups', {status: ['DONE']}],
      ['listBackups', {status: 'READY'}],
      ['listBackups', {paging: {limit: 0}}],
      ['listBackups', {paging: {limit: 101}}],
      ['listRestorations', {paging: {offset: -1}}],
      ['listRestorations', {type: ['AUTO']}],
      ['getOverview', 'more'],
    ]
    for (const [name, ...args] of bad) {
      expect([name, args, await problem(name, ...args)]).toMatchObject([
        name,
        args,
        {code: 'INVALID_ARGUMENT'},
      ])
    }
    expect((await value<Page<Backup>>('listBackups')).items).toHaveLength(1)
    expect((await value<Page<Restoration>>('listRestorations')).items).toEqual([])
  })
}

const OF_A_BACKUP = (id: string): [keyof BackupsWebMethods, ...unknown[]][] => [
  ['restoreBackup', id, OVERWRITE],
  ['restorePartialBackup', id, [{dataCollectionId: 'Books'}], OVERWRITE],
  ['forecastRestore', id],
  ['deleteBackup', id],
]
