import {
  A,
  CLOSED_COPY,
  COPY,
  DRAFTS,
  DRAFTS_COPY,
  EVENTS,
  isRefused,
  NotAnswered,
  type ProbeSite,
} from '../probe-site'
import type {Item} from '../wix-calls'
import {is, refusedWith, type Question} from './question'

const SYSTEM_FIELDS = ['_id', '_createdDate', '_updatedDate', '_owner']

/** Whether a site's own code may do this at all, and what item recovery stands on: copies beside the original. */
export const COPY_QUESTIONS: Question[] = [
  {
    question: 'A call of the Backups API by the site’s own code, elevated',
    assumed: 'is answered',
    isHarmless: true,
    async ask({target}) {
      if (!target.listFromSiteCode)
        throw new NotAnswered('only the site’s own code can tell: add-to-site --probe')
      const answer = await target.listFromSiteCode()
      return is(answer === 'answered' ? 'is answered' : `is ${answer}`, 'is answered')
    },
  },
  {
    question: 'A restore destination that does not exist',
    assumed: 'is created with the fields of the source, for admins only',
    isHarmless: true,
    async ask(site) {
      const answer = await site.copy(await site.newest(), A, COPY)
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const made = await site.wix.getCollection(COPY)
      const hasFields = (made.fields ?? []).some(({key}) => key === 'title')
      const readers =
        made.permissions?.read === 'ADMIN' ? 'for admins only' : `readable by ${made.permissions?.read}`
      return is(
        `is created ${hasFields ? 'with' : 'without'} the fields of the source, ${readers}`,
        'is created with the fields of the source, for admins only',
      )
    },
  },
  {
    question: 'What the items of a copy keep',
    assumed: SYSTEM_FIELDS.join(', '),
    isHarmless: true,
    async ask(site) {
      const copied = await site.copyOfA()
      const originals = await site.wix.queryItems(A)
      const kept = SYSTEM_FIELDS.filter((field) =>
        originals.every((original) =>
          copied.some((copy) => valueOf(copy, field) === valueOf(original, field)),
        ),
      )
      return is(kept.join(', ') || 'none of these', SYSTEM_FIELDS.join(', '))
    },
  },
  {
    question: 'Multi-references of a copy',
    assumed: 'are in it',
    isHarmless: true,
    async ask(site) {
      await site.copyOfA()
      const answer = await site.attempt(() => site.wix.isReferenced(COPY, 'links', 'a1', 'b1'))
      return is(isRefused(answer) ? refusedWith(answer) : answer ? 'are in it' : 'are missing', 'are in it')
    },
  },
  {
    question: 'Drafts in a copy',
    assumed: 'are in it, as drafts',
    isHarmless: true,
    async ask(site) {
      await site.createCollection(DRAFTS)
      const allowed = await site.attempt(() => site.wix.allowDrafts(DRAFTS))
      if (isRefused(allowed)) throw new NotAnswered(`drafts cannot be turned on (${refusedWith(allowed)})`)
      await site.wix.insertItem(DRAFTS, {_id: 'draft', title: 'a draft', _publishStatus: 'DRAFT'})
      const answer = await site.copy(await site.createReady(), DRAFTS, DRAFTS_COPY)
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const [all, published] = [
        await site.wix.queryItems(DRAFTS_COPY, {showDrafts: true}),
        await site.wix.queryItems(DRAFTS_COPY),
      ]
      return is(
        all.length === 0
          ? 'are missing'
          : published.length === 0
            ? 'are in it, as drafts'
            : 'are in it, published',
        'are in it, as drafts',
      )
    },
  },
  {
    question: 'A restore destination that exists, closed to all but admins',
    assumed: 'is replaced, and stays closed',
    isHarmless: true,
    async ask(site) {
      const backup = await site.newest()
      const {fields = []} = await site.wix.getCollection(A)
      await site.wix.createCollection({
        _id: CLOSED_COPY,
        displayName: CLOSED_COPY,
        fields: fields.flatMap(({key, type}) => (key === 'title' && type ? [{key, type}] : [])),
        permissions: {read: 'ADMIN', insert: 'ADMIN', update: 'ADMIN', remove: 'ADMIN'},
      })
      await site.wix.insertItem(CLOSED_COPY, {_id: 'before', title: 'was there'})
      const answer = await site.copy(backup, A, CLOSED_COPY)
      if (isRefused(answer)) return {observed: refusedWith(answer), asAssumed: false}
      const ids = await site.ids(CLOSED_COPY)
      const {permissions} = await site.wix.getCollection(CLOSED_COPY)
      const replaced = ids.includes('before')
        ? 'is added to'
        : ids.includes('a1')
          ? 'is replaced'
          : 'stays as it is'
      const isClosed = Object.values(permissions ?? {}).every((role) => role === 'ADMIN')
      return is(
        `${replaced}, and ${isClosed ? 'stays closed' : `opens (readable by ${permissions?.read})`}`,
        'is replaced, and stays closed',
      )
    },
  },
  {
    // A plan limits collections and items; no call tells the limits or what is used.
    question: 'A copy among the site’s collections',
    assumed: 'is one like any other, and its items count',
    isHarmless: true,
    async ask(site) {
      await site.copyOfA()
      const {collectionType} = await site.wix.getCollection(COPY)
      const original = await site.wix.getCollection(A)
      return is(
        collectionType === original.collectionType
          ? 'is one like any other, and its items count'
          : `is of type ${collectionType}`,
        'is one like any other, and its items count',
      )
    },
  },
  {
    question: 'Data events (events.js) when a collection is restored',
    assumed: 'none',
    isHarmless: true,
    async ask(site) {
      if (!site.target.seesEvents)
        throw new NotAnswered('only the site’s own code can tell: add-to-site --probe')
      const backup = await site.newest()
      await site.wix.insertItem(A, {_id: 'told', title: 'does an event come at all?'})
      const told = await eventsSoFar(site)
      if (told === 0) throw new NotAnswered('no event came, not even for an insert: is the site published?')
      await site.restore(backup, A)
      const more = (await eventsSoFar(site)) - told
      return is(more === 0 ? 'none' : `${more} or more`, 'none')
    },
  },
]

function valueOf(item: Item, field: string): string {
  const value = item[field]
  return field.endsWith('Date')
    ? String(new Date(value as string).getTime())
    : `${String(item._id)} ${String(value)}`
}

/** How many events were written down, once no more have come for a minute: they may come late. */
async function eventsSoFar(site: ProbeSite): Promise<number> {
  const {pollMs, pause} = site.target
  let count = 0
  for (let quietMs = 0; quietMs < 60_000; quietMs += pollMs) {
    const {length} = await site.wix.queryItems(EVENTS)
    if (length > count) [count, quietMs] = [length, 0]
    await pause(pollMs)
  }
  return count
}
