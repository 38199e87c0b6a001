import {A, B, isRefused, type ProbeSite} from '../probe-site'
import {is, refusedWith, type Question} from './question'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

/** The [assumed] lines of docs/parity.md about backups and restorations. These destroy what is on the site. */
export const BACKUP_QUESTIONS: Question[] = [
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
      await site.wix.insertItem(A, {_id: 'later', title: 'written after the request'})
      await site.ended(_id!)
      await site.restore(_id!, A)
      return is((await site.ids(A)).includes('later') ? 'yes' : 'no', 'no')
    },
  },
  {
    question: 'Creation dates and owners after a restore',
    assumed: 'as they were',
    async ask(site) {
      const backup = await site.newest()
      const before = await site.wix.getItem(A, 'a2')
      await site.wix.removeItem(A, 'a2')
      await site.restore(backup, A)
      const after = await site.wix.getItem(A, 'a2')
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
      const backup = await site.newest()
      await site.wix.removeReference(A, 'links', 'a1', 'b1')
      await site.restore(backup, A)
      const there = await site.wix.isReferenced(A, 'links', 'a1', 'b1')
      return is(there ? 'come back' : 'stay away', 'come back')
    },
  },
  {
    question: 'Two restorations of the same collection at once',
    assumed: 'the second is refused with 409',
    async ask(site) {
      const backup = await site.newest()
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
      const backup = await site.newest()
      const [, second] = await startTwo(site, backup, A, B)
      return is(isRefused(second) ? `the second is ${refusedWith(second)}` : 'both run', 'both run')
    },
  },
  {
    question: 'A backup that is requested while a restoration is in progress',
    assumed: 'is taken',
    async ask(site) {
      const backup = await site.newest()
      const restoration = await site.wix.restorePartialBackup(backup, [{dataCollectionId: A}])
      const answer = await site.attempt(() => site.create())
      await site.restored(restoration)
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
      const answer = await site.attempt(() => site.wix.deleteBackup(_id!))
      await site.ended(_id!)
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 428')
    },
  },
  {
    question: 'A deleted backup in the list',
    assumed: 'DELETED',
    async ask(site) {
      const [oldest] = await site.slots()
      await site.wix.deleteBackup(oldest!)
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
        site.wix.restorePartialBackup(deleted._id!, [{dataCollectionId: A}]),
      )
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 428')
    },
  },
  {
    question: 'Restoring a backup that does not exist',
    assumed: 'refused with 404',
    async ask(site) {
      const answer = await site.attempt(() => site.wix.restoreBackup(UNKNOWN_ID))
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 404')
    },
  },
  {
    question: 'Restoring a collection that the backup does not hold',
    assumed: 'refused with 400',
    async ask(site) {
      const backup = await site.newest()
      const answer = await site.attempt(() =>
        site.wix.restorePartialBackup(backup, [{dataCollectionId: 'BackupsProbeNowhere'}]),
      )
      return is(isRefused(answer) ? refusedWith(answer) : 'accepted', 'refused with 400')
    },
  },
  {
    question: 'The total number in a list',
    assumed: 'is told',
    async ask(site) {
      const {pagingMetadata} = await site.wix.listBackups({limit: 1, offset: 0})
      return is(typeof pagingMetadata?.total === 'number' ? 'is told' : 'is not told', 'is told')
    },
  },
  {
    question: 'A collection that was deleted since the backup, restored by name',
    assumed: 'comes back',
    async ask(site) {
      const backup = await site.newest()
      await site.wix.deleteCollection(B)
      const answer = await site.attempt(() => site.wix.restorePartialBackup(backup, [{dataCollectionId: B}]))
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const {status} = await site.restored(answer)
      return is((await site.exists(B)) ? 'comes back' : `stays deleted (restoration ${status})`, 'comes back')
    },
  },
  {
    question: 'A collection that was deleted since the backup, in a restore of everything',
    assumed: 'stays deleted',
    async ask(site) {
      const backup = await site.newest()
      await site.attempt(() => site.wix.deleteCollection(B))
      const restoration = await site.wix.restoreBackup(backup)
      const {status} = await site.restored(restoration)
      if (status !== 'COMPLETED') return {observed: `the restoration ends ${status}`, asAssumed: false}
      return is((await site.exists(B)) ? 'comes back' : 'stays deleted', 'stays deleted')
    },
  },
  {
    question: 'The list of collections in a restoration of everything',
    assumed: 'empty',
    async ask(site) {
      const {restorations} = await site.wix.listRestorations({limit: 1, offset: 0})
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

async function startTwo(site: ProbeSite, backup: string, ...ids: [string, string]) {
  const answers = []
  for (const dataCollectionId of ids) {
    answers.push(await site.attempt(() => site.wix.restorePartialBackup(backup, [{dataCollectionId}])))
  }
  for (const answer of answers) if (!isRefused(answer)) await site.restored(answer)
  return answers as [(typeof answers)[0], (typeof answers)[0]]
}
