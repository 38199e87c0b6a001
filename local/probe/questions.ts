import {A, B, COPY, isRefused, type ProbeSite, type Refused} from './probe-site'

/** What a site said. `null`: it could not be told there. */
export interface Answer {
  observed: string
  asAssumed: boolean | null
}

export interface Question {
  question: string
  /** What the local Wix does, because somebody had to decide. */
  assumed: string
  ask(site: ProbeSite): Promise<Answer>
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

/** Asked in this order, each on what the ones before have left: the [assumed] lines of docs/parity.md. */
export const QUESTIONS: Question[] = [
  {
    question: 'State of a backup right after it was requested',
    assumed: 'PENDING',
    async ask(site) {
      const {_id, status} = await site.create()
      await site.ended(_id!)
      return is(status!, 'PENDING')
    },
  },
  {
    question: 'A backup holds what is written after it was requested',
    assumed: 'no',
    async ask(site) {
      const {_id} = await site.create()
      await site.wix.items.insert(A, {_id: 'later', title: 'written after the request'})
      await site.ended(_id!)
      await site.restore(_id!, A)
      return is((await site.ids(A)).includes('later') ? 'yes' : 'no', 'no')
    },
  },
  {
    question: 'A restore destination that does not exist',
    assumed: 'is created with the fields of the source, for admins only',
    async ask(site) {
      const backup = await newest(site)
      const answer = await site.attempt(() =>
        site.wix.backups.restorePartialBackup(backup, [
          {dataCollectionId: A, restoreDestination: {dataCollectionId: COPY, displayName: COPY}},
        ]),
      )
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const {status} = await site.restored(answer.restoration!)
      if (status !== 'COMPLETED') return {observed: `the restoration ends ${status}`, asAssumed: false}
      const made = await site.wix.collections.getDataCollection(COPY)
      const hasFields = (made.fields ?? []).some(({key}) => key === 'title')
      const isClosed = made.permissions?.read === 'ADMIN'
      const asAssumed = hasFields && isClosed
      return {
        observed: asAssumed
          ? 'is created with the fields of the source, for admins only'
          : `is created ${hasFields ? 'with' : 'without'} the fields of the source, readable by ${made.permissions?.read}`,
        asAssumed,
      }
    },
  },
  {
    question: 'Creation dates and owners after a restore',
    assumed: 'as they were',
    async ask(site) {
      const backup = await newest(site)
      const before = await site.wix.items.get(A, 'a2')
      await site.wix.items.remove(A, 'a2')
      await site.restore(backup, A)
      const after = await site.wix.items.get(A, 'a2')
      const isSame =
        String(before?._createdDate) === String(after?._createdDate) && before?._owner === after?._owner
      return is(
        after === null ? 'the item did not come back' : isSame ? 'as they were' : 'new ones',
        'as they were',
      )
    },
  },
  {
    question: 'References of a restored collection into one that is not restored',
    assumed: 'come back',
    async ask(site) {
      const backup = await newest(site)
      await site.wix.items.removeReference(A, 'links', 'a1', 'b1')
      await site.restore(backup, A)
      const there = await site.wix.items.isReferenced(A, 'links', 'a1', 'b1')
      return is(there ? 'come back' : 'stay away', 'come back')
    },
  },
  {
    question: 'Two restorations of the same collection at once',
    assumed: 'the second is refused with 409',
    async ask(site) {
      const backup = await newest(site)
      const [first, second] = await startTwo(site, backup, A, A)
      return is(
        isRefused(second)
          ? `the second is ${refusedWith(second)}`
          : isRefused(first)
            ? refusedWith(first)
            : 'both run',
        'the second is refused with 409',
      )
    },
  },
  {
    question: 'Two restorations of different collections at once',
    assumed: 'both run',
    async ask(site) {
      const backup = await newest(site)
      const [, second] = await startTwo(site, backup, A, B)
      return is(isRefused(second) ? `the second is ${refusedWith(second)}` : 'both run', 'both run')
    },
  },
  {
    question: 'A backup that is requested while a restoration is in progress',
    assumed: 'is taken',
    async ask(site) {
      const backup = await newest(site)
      const {restoration} = await site.wix.backups.restorePartialBackup(backup, [{dataCollectionId: A}])
      const answer = await site.attempt(() => site.create())
      await site.restored(restoration!)
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const {status} = await site.ended(answer._id!)
      return is(status === 'READY' ? 'is taken' : `ends ${status}`, 'is taken')
    },
  },
  {
    question: 'Two backups requested at once',
    assumed: 'both are taken',
    async ask(site) {
      const answers = await Promise.all([
        site.attempt(() => site.create()),
        site.attempt(() => site.create()),
      ])
      for (const answer of answers) if (!isRefused(answer)) await site.ended(answer._id!)
      const refused = answers.find(isRefused)
      return is(refused ? `one is ${refusedWith(refused)}` : 'both are taken', 'both are taken')
    },
  },
  {
    question: 'When a fourth on-demand backup evicts the oldest',
    assumed: 'when the new one is READY',
    async ask(site) {
      while ((await site.slots()).length < 3) await site.createReady()
      const [oldest] = await site.slots()
      const {_id} = await site.create()
      const atOnce = await site.statusOf(oldest!)
      const isPending = (await site.statusOf(_id!)) === 'PENDING'
      await site.ended(_id!)
      if (atOnce !== 'READY') return {observed: 'when the new one is requested', asAssumed: false}
      if (!isPending) return {observed: 'the new one was READY too soon to tell', asAssumed: null}
      const later = await site.statusOf(oldest!)
      return is(
        later === 'READY' ? 'not at once when the new one is READY' : 'when the new one is READY',
        'when the new one is READY',
      )
    },
  },
  {
    question: 'An evicted backup in the list',
    assumed: 'DELETED',
    async ask(site) {
      while ((await site.slots()).length < 3) await site.createReady()
      const [oldest] = await site.slots()
      await site.createReady()
      return is(await site.statusOf(oldest!), 'DELETED')
    },
  },
  {
    question: 'Deleting a backup that is PENDING',
    assumed: 'refused with 428',
    async ask(site) {
      const {_id} = await site.create()
      const answer = await site.attempt(() => site.wix.backups.deleteBackup(_id!))
      await site.ended(_id!)
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 428')
    },
  },
  {
    question: 'A deleted backup in the list',
    assumed: 'DELETED',
    async ask(site) {
      const [oldest] = await site.slots()
      await site.wix.backups.deleteBackup(oldest!)
      // "Deletion takes time": as long as it is listed as READY, it has not happened.
      const status = await site.until(async () => {
        const now = await site.statusOf(oldest!)
        return now === 'READY' ? undefined : now
      })
      return is(status, 'DELETED')
    },
  },
  {
    question: 'Restoring a deleted backup',
    assumed: 'refused with 428',
    async ask(site) {
      const deleted = (await site.list()).find(({status}) => status === 'DELETED')
      if (!deleted) return {observed: 'no deleted backup is listed', asAssumed: null}
      const answer = await site.attempt(() =>
        site.wix.backups.restorePartialBackup(deleted._id!, [{dataCollectionId: A}]),
      )
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 428')
    },
  },
  {
    question: 'Restoring a backup that does not exist',
    assumed: 'refused with 404',
    async ask(site) {
      const answer = await site.attempt(() => site.wix.backups.restoreBackup(UNKNOWN_ID))
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 404')
    },
  },
  {
    question: 'Restoring a collection that the backup does not hold',
    assumed: 'refused with 400',
    async ask(site) {
      const backup = await newest(site)
      const answer = await site.attempt(() =>
        site.wix.backups.restorePartialBackup(backup, [{dataCollectionId: 'BackupsProbeNowhere'}]),
      )
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 400')
    },
  },
  {
    question: 'The largest page of a list',
    assumed: '100',
    async ask(site) {
      const fits = async (limit: number) =>
        !isRefused(await site.attempt(() => site.wix.backups.listBackups({paging: {limit, offset: 0}})))
      const answers = [await fits(100), await fits(101)].join()
      return is(
        {'true,false': '100', 'true,true': 'more than 100', 'false,false': 'less than 100'}[answers] ??
          answers,
        '100',
      )
    },
  },
  {
    question: 'The total number in a list',
    assumed: 'is told',
    async ask(site) {
      const {pagingMetadata} = await site.wix.backups.listBackups({paging: {limit: 1, offset: 0}})
      return is(typeof pagingMetadata?.total === 'number' ? 'is told' : 'is not told', 'is told')
    },
  },
  {
    question: 'A collection that was deleted since the backup, restored by name',
    assumed: 'comes back',
    async ask(site) {
      const backup = await newest(site)
      await site.wix.collections.deleteDataCollection(B)
      const answer = await site.attempt(() =>
        site.wix.backups.restorePartialBackup(backup, [{dataCollectionId: B}]),
      )
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const {status} = await site.restored(answer.restoration!)
      return is(
        (await exists(site, B)) ? 'comes back' : `stays deleted (restoration ${status})`,
        'comes back',
      )
    },
  },
  {
    question: 'A collection that was deleted since the backup, in a restore of everything',
    assumed: 'stays deleted',
    async ask(site) {
      const backup = await newest(site)
      await site.attempt(() => site.wix.collections.deleteDataCollection(B))
      const {restoration} = await site.wix.backups.restoreBackup(backup)
      const {status} = await site.restored(restoration!)
      if (status !== 'COMPLETED') return {observed: `the restoration ends ${status}`, asAssumed: false}
      return is((await exists(site, B)) ? 'comes back' : 'stays deleted', 'stays deleted')
    },
  },
  {
    question: 'The list of collections in a restoration of everything',
    assumed: 'empty',
    async ask(site) {
      const {restorations} = await site.wix.backups.listRestorations({paging: {limit: 1, offset: 0}})
      const count = restorations?.[0]?.restorationCollections?.length ?? 0
      return is(count === 0 ? 'empty' : `${count} collections`, 'empty')
    },
  },
  {
    question: 'How many automatic backups are kept',
    assumed: '4',
    async ask(site) {
      const {advance} = site.target
      if (advance) for (let week = 0; week < 6; week++) await advance(WEEK_MS)
      const automatic = (await site.list()).filter(({type, status}) => type === 'AUTO' && status === 'READY')
      const observed = String(automatic.length)
      if (automatic.length < 4 && !advance) {
        return {observed: `${observed} so far: ask again when the site is older`, asAssumed: null}
      }
      return is(observed, '4')
    },
  },
]

function is(observed: string, assumed: string): Answer {
  return {observed, asAssumed: observed === assumed}
}

function refusedWith({refused}: Refused): string {
  return `refused with ${refused}`
}

/** The newest READY backup that was taken since the probe began: a restore must not bring older content. */
async function newest(site: ProbeSite): Promise<string> {
  const slots = await site.slots()
  return slots[slots.length - 1] ?? (await site.createReady())
}

async function startTwo(site: ProbeSite, backup: string, ...ids: [string, string]) {
  const answers = []
  for (const dataCollectionId of ids) {
    answers.push(
      await site.attempt(() => site.wix.backups.restorePartialBackup(backup, [{dataCollectionId}])),
    )
  }
  for (const answer of answers) if (!isRefused(answer)) await site.restored(answer.restoration!)
  return answers as [(typeof answers)[0], (typeof answers)[0]]
}

async function exists(site: ProbeSite, collectionId: string): Promise<boolean> {
  return !isRefused(await site.attempt(() => site.wix.collections.getDataCollection(collectionId)))
}
