import type {Problem} from 'public/contract'
import type {ChangedItem, DeletedItem, Receipt} from 'public/recovery-contract'
import type {PageState} from 'public/page/page-state'
import {ago, fakeSite, time} from '../page/fake-site'
import {lookIntoCopy, type CopyPlay} from '../page/play-copy'
import {lookOf, playRecovery, receiptOf, type FoundItems, type RecoveryPlay} from '../page/play-recovery'
import {runPage, type RunningPage} from '../page/run-page'
import type {Story} from './story'

const {HOUR, DAY} = time

const NAMES = ['Walnut oil', 'Rye sourdough', 'Plum vinegar']

const DELETED: DeletedItem[] = NAMES.map((title, index) => ({
  itemId: `p${index}`,
  title,
  updatedDate: ago((index + 2) * DAY),
  details: {picture: null, text: title.toLowerCase()},
}))

const CHANGED: ChangedItem[] = [
  {
    itemId: 'c1',
    title: 'Walnut oil, cold pressed',
    updatedDate: ago(HOUR),
    fields: ['name', 'price', 'stock'],
  },
  {itemId: 'c2', title: 'Olive bread', updatedDate: ago(3 * HOUR), fields: ['price']},
]

const FOUND: FoundItems = {deleted: DELETED, changed: CHANGED, added: 12, unchanged: 83}

const BROUGHT_BACK: Receipt['items'] = DELETED.map(({itemId}) => ({
  collectionId: 'Products',
  itemId,
  outcome: 'BROUGHT_BACK',
}))

const PARTLY: Receipt['items'] = [
  BROUGHT_BACK[0]!,
  {collectionId: 'Products', itemId: 'p1', outcome: 'SKIPPED_EXISTS', reason: 'An item with this ID exists.'},
  {collectionId: 'Products', itemId: 'c1', outcome: 'SKIPPED_NEWER', reason: 'It was changed since.'},
  {
    collectionId: 'Products',
    itemId: 'p2',
    outcome: 'FAILED',
    reason: 'The private copy is not there any more. Look inside the backup again.',
  },
]

/** Never answers: what goes on stays so. */
const stays = () => new Promise<never>(() => {})
const refuses = (code: Problem['code']) => async () => ({
  ok: false as const,
  error: {code, message: 'Refused.'},
})

/** From "Something is missing" to the receipt, and every way aside. */
const states: Record<string, () => Promise<PageState>> = {
  start: async () => (await asking()).state(),
  cost: async () => (await chosen()).state(),
  'no-backup': async () => {
    const page = await chosen()
    for (const {id} of page.site.backups) page.site.deleteBackup(id)
    await page.send({type: 'refresh'})
    await page.advance(15_000)
    return page.state()
  },
  copying: async () => (await looking({methods: {getLook: stays}})).state(),
  canceled: async () => {
    const page = await looking({methods: {getLook: stays}})
    await page.send({type: 'dismiss'})
    return page.state()
  },
  'copy-failed': async () =>
    (
      await looking({
        methods: {getLook: async () => ({ok: true, value: lookOf({status: 'FAILED'})})},
      })
    ).state(),
  'too-many': async () =>
    (
      await looking({
        looks: [1, 2, 3].map((n) => lookOf({id: `open-${n}`, status: 'READY', openedDate: ago(n * HOUR)})),
        methods: {lookInside: refuses('TOO_MANY_LOOKS')},
      })
    ).state(),
  'no-room': async () => (await looking({methods: {lookInside: refuses('PLAN_LIMIT_REACHED')}})).state(),
  comparing: async () => (await looking({methods: {compareItems: stays}})).state(),
  deleted: async () => (await looking()).state(),
  'deleted-many': async () => {
    const deleted = Array.from({length: 10_000}, (_, index) => ({
      itemId: `p${index}`,
      title: `Product ${index}`,
      updatedDate: ago(index * HOUR),
      details: {picture: null, text: `product ${index}`},
    }))
    return (await looking({found: {...FOUND, deleted}})).state()
  },
  'nothing-found': async () =>
    (await looking({found: {deleted: [], changed: [], added: 0, unchanged: 95}})).state(),
  changed: async () => {
    const page = await looking()
    await page.send({type: 'showFound', list: 'changed'})
    return page.state()
  },
  'then-and-now': async () => {
    const page = await looking()
    await page.send({type: 'showFound', list: 'changed'})
    await page.send({type: 'openItem', itemId: 'c1'})
    await page.send({type: 'chooseField', itemId: 'c1', key: 'price', on: true})
    return page.state()
  },
  'searched-nothing': async () => {
    const page = await looking()
    await page.send({type: 'showFound', search: 'zucchini'})
    return page.state()
  },
  'counting-references': async () => (await reviewing({methods: {previewReferences: stays}})).state(),
  review: async () => (await reviewing()).state(),
  'review-gone-fields': async () =>
    (await reviewing({found: {...FOUND, goneFields: ['color', 'weight']}})).state(),
  'too-much': async () => (await writing({methods: {bringBack: refuses('TOO_MUCH_AT_ONCE')}})).state(),
  writing: async () =>
    (
      await writing({
        methods: {
          bringBack: once(async (_lookId, _choices, id) => ({
            ok: true,
            value: {
              ...receiptOf({id: id ?? 'r', status: 'IN_PROGRESS', total: 3, items: BROUGHT_BACK.slice(0, 1)}),
              next: 'r',
              waitMs: 0,
            },
          })),
        },
      })
    ).state(),
  receipt: async () => (await writing()).state(),
  'receipt-partly': async () =>
    (
      await writing({
        methods: {
          bringBack: async (_lookId, _choices, id) => ({
            ok: true,
            value: {
              ...receiptOf({
                id: id ?? 'r',
                items: PARTLY,
                references: {mended: 1, keptNewer: 2, unknown: 1},
                by: '8f3ad3b2',
              }),
              next: null,
              waitMs: 0,
            },
          }),
        },
      })
    ).state(),
  undoing: async () => {
    const page = await writing({methods: {undoBringBack: stays}})
    await undo(page)
    return page.state()
  },
  undone: async () => {
    const page = await writing()
    await undo(page)
    return page.state()
  },
  'not-finished': async () =>
    (
      await asking({
        looks: [lookOf({id: 'open', status: 'READY'}), lookOf({id: 'closing', status: 'CLOSED'})],
        receipts: [
          receiptOf({
            id: 'half',
            status: 'IN_PROGRESS',
            total: 3,
            items: BROUGHT_BACK.slice(0, 1),
            lookId: 'other',
          }),
          receiptOf({id: 'half-undo', status: 'IN_PROGRESS', total: 3, undoes: 'r1'}),
          receiptOf({id: 'r1', items: BROUGHT_BACK, date: ago(DAY), undoneBy: 'half-undo'}),
          ...[2, 3, 4, 5].map((n) => receiptOf({id: `r${n}`, items: BROUGHT_BACK, date: ago(n * DAY)})),
        ],
      })
    ).state(),
  'of-copy': async () => (await inCopy()).state(),
  'of-copy-nothing': async () => {
    const found = {deleted: [], changed: [], added: null, unchanged: 83}
    return (await inCopy({found})).state()
  },
  'of-copy-comparing': async () => (await inCopy({tools: {findInCopy: stays}})).state(),
  'of-copy-filling': async () => {
    const page = await inCopy({tools: {fillLook: stays}})
    await page.send({type: 'recoveryNext'})
    await page.advance(2_000)
    return page.state()
  },
  'of-copy-failed': async () => {
    const page = await inCopy({tools: {fillLook: refusesFile}})
    await page.send({type: 'recoveryNext'})
    await page.advance(2_000)
    return page.state()
  },
  'of-copy-review': async () => {
    const page = await inCopy({tools: {fillLook: async () => 2}})
    await page.send({type: 'recoveryNext'})
    await page.advance(2_000)
    return page.state()
  },
  'of-copy-receipt': async () => {
    const page = await inCopy()
    for (let step = 0; step < 2; step++) {
      await page.send({type: 'recoveryNext'})
      await page.advance(2_000)
    }
    return page.state()
  },
  offline: async () => {
    const page = await looking({methods: {compareItems: refuses('OFFLINE' as Problem['code'])}})
    return page.state()
  },
}

export const recoveryStories: Story[] = Object.entries(states).flatMap(([name, build]) => [
  {name: `recovery-${name}`, build},
  {name: `hebrew-recovery-${name}`, language: 'he' as const, build},
])

async function opened(site: ReturnType<typeof fakeSite>): Promise<RunningPage> {
  const page = await runPage(site)
  await page.advance(400)
  return page
}

async function asking(play: RecoveryPlay = {}): Promise<RunningPage> {
  const site = fakeSite({})
  playRecovery(site, {found: FOUND, ...play})
  const page = await opened(site)
  await page.send({type: 'findMissing'})
  await page.advance(100)
  return page
}

async function chosen(play?: RecoveryPlay): Promise<RunningPage> {
  const page = await asking(play)
  await page.send({type: 'setMissing', collectionId: 'Products', when: 'yesterday'})
  return page
}

const inCopy = (play: CopyPlay = {}) => lookIntoCopy({found: FOUND, ...play})

const refusesFile = async () => {
  throw new Error('The file is another one than before. Choose it again.')
}

async function looking(play?: RecoveryPlay): Promise<RunningPage> {
  const page = await chosen(play)
  await page.send({type: 'recoveryNext'})
  await page.advance(3_000)
  return page
}

async function reviewing(play?: RecoveryPlay): Promise<RunningPage> {
  const page = await looking(play)
  await page.send({type: 'showFound', list: 'changed'})
  await page.send({type: 'chooseField', itemId: 'c1', key: 'price', on: true})
  await page.send({type: 'recoveryNext'})
  await page.advance(100)
  return page
}

async function writing(play?: RecoveryPlay): Promise<RunningPage> {
  const page = await reviewing(play)
  await page.send({type: 'recoveryNext'})
  await page.advance(3_000)
  return page
}

async function undo(page: RunningPage): Promise<void> {
  const {dialog} = page.state()
  const receiptId = dialog?.kind === 'recovery' && dialog.step.name === 'done' ? dialog.step.receipt.id : ''
  await page.send({type: 'undoRecovery', receiptId})
  await page.advance(1_000)
}

function once<Args extends unknown[], T>(answer: (...args: Args) => Promise<T>) {
  let isAsked = false
  return async (...args: Args): Promise<T> => {
    if (isAsked) return stays()
    isAsked = true
    return answer(...args)
  }
}
