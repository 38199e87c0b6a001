import {A, IDS, isRefused, type ProbeSite} from '../probe-site'
import {is, refusedWith, type Question} from './question'

/** Letters of both cases, digits of several lengths, signs, what is not ASCII. */
const SOME_IDS = ['B', 'a', 'A', 'b', 'a-b', 'a_b', 'aB', 'ab', '10', '9', '_x', '-x', 'é', 'z', 'ü']

/** How item recovery compares, and how it writes without overwriting what is newer. */
export const ITEM_QUESTIONS: Question[] = [
  {
    question: 'The order of items by _id',
    assumed: 'by character codes',
    isHarmless: true,
    async ask(site) {
      const ids = await someIds(site)
      const isBy = (compare: (a: string, b: string) => number) =>
        String(ids) === String(SOME_IDS.toSorted(compare))
      const byCode = (a: string, b: string) => (a < b ? -1 : 1)
      return is(
        isBy(byCode)
          ? 'by character codes'
          : isBy((a, b) => a.localeCompare(b, 'en'))
            ? 'as in a dictionary'
            : ids.join(' '),
        'by character codes',
      )
    },
  },
  {
    question: 'Items whose _id is greater than one',
    assumed: 'are those that come after it in that order',
    isHarmless: true,
    async ask(site) {
      const ids = await someIds(site)
      for (const [index, id] of ids.entries()) {
        const after = (await site.wix.queryItems(IDS, {after: id})).map(({_id}) => _id)
        if (String(after) !== String(ids.slice(index + 1))) {
          return {observed: `of "${id}": ${after.join(' ') || 'none'}`, asAssumed: false}
        }
      }
      return is('are those that come after it in that order', 'are those that come after it in that order')
    },
  },
  {
    question: 'The largest page of items',
    assumed: '1000',
    isHarmless: true,
    async ask(site) {
      return is(
        await largestAccepted([50, 100, 1000, 1001], (limit) =>
          site.attempt(() => site.wix.queryItems(A, {limit})).then((answer) => !isRefused(answer)),
        ),
        '1000',
      )
    },
  },
  {
    question: 'The largest page of backups',
    assumed: '100',
    isHarmless: true,
    async ask(site) {
      return is(
        await largestAccepted([50, 100, 101, 1000, 1001], (limit) =>
          site.attempt(() => site.wix.listBackups({limit, offset: 0})).then((answer) => !isRefused(answer)),
        ),
        '100',
      )
    },
  },
  {
    question: 'A bulk write on condition that each item was last updated when it is said to have been ($or)',
    assumed: 'writes those, and no other',
    isHarmless: true,
    async ask(site) {
      await someIds(site)
      const [one, other] = (await site.wix.queryItems(IDS)).filter(({_id}) => ['a', 'b'].includes(_id))
      const seen = [one!, {...other!, _updatedDate: new Date(0)}]
      const answer = await site.attempt(() => site.wix.retitleAsSeen(IDS, 'written', seen))
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const [first, second] = [
        await site.wix.getItem(IDS, one!._id),
        await site.wix.getItem(IDS, other!._id),
      ].map((item) => item?.title === 'written')
      return is(
        first && !second ? 'writes those, and no other' : first ? 'writes others too' : 'writes nothing',
        'writes those, and no other',
      )
    },
  },
  {
    question: 'An item that refers to one that is removed',
    assumed: 'loses the reference, and keeps its _updatedDate',
    isHarmless: true,
    async ask(site) {
      await site.wix.insertItem('BackupsProbeB', {_id: 'b2', title: 'to be removed'})
      await site.wix.insertItem(A, {_id: 'refers', title: 'refers', one: 'b2'})
      const before = await site.wix.getItem(A, 'refers')
      await site.target.pause(site.target.pollMs)
      await site.wix.removeItem('BackupsProbeB', 'b2')
      const after = await site.until(async () => {
        const now = await site.wix.getItem(A, 'refers')
        return now ?? undefined
      })
      const isSame =
        String(new Date(before!._updatedDate as string)) === String(new Date(after._updatedDate as string))
      return is(
        `${after.one ? 'keeps' : 'loses'} the reference, and ${isSame ? 'keeps its' : 'has a new'} _updatedDate`,
        'loses the reference, and keeps its _updatedDate',
      )
    },
  },
]

async function someIds(site: ProbeSite): Promise<string[]> {
  if (!(await site.exists(IDS))) {
    await site.createCollection(IDS)
    await site.wix.insertItems(
      IDS,
      SOME_IDS.map((_id) => ({_id, title: _id})),
    )
  }
  return site.ids(IDS)
}

async function largestAccepted(
  limits: number[],
  isAccepted: (limit: number) => Promise<boolean>,
): Promise<string> {
  let largest = 0
  for (const limit of limits) if (await isAccepted(limit)) largest = limit
  return largest === 0 ? `less than ${limits[0]}` : String(largest)
}
