import type {Problem} from 'public/contract'
import type {DeletedItem} from 'public/recovery-contract'
import type {RecoveryDialog} from 'public/page/features/recovery/recovery-view'
import {fakeSite, type FakeSite} from './fake-site'
import {lookOf, playRecovery, receiptOf, type RecoveryPlay} from './play-recovery'
import {runPage, type RunningPage} from './run-page'

const deletedItems = (count: number): DeletedItem[] =>
  Array.from({length: count}, (_, index) => ({
    itemId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    title: `Product ${index}`,
    updatedDate: '2026-11-20T09:00:00.000Z',
    details: {
      picture: `https://static.wixstatic.com/media/${index}.jpg`,
      text: `product ${index} ${'x'.repeat(200)}`,
    },
  }))

const FOUND = {deleted: deletedItems(3), changed: [], added: 12, unchanged: 83}
const refuses = (code: Problem['code']) => async () => ({
  ok: false as const,
  error: {code, message: 'Refused.'},
})

async function asking(play: RecoveryPlay = {}): Promise<RunningPage> {
  const site = fakeSite({})
  playRecovery(site, {found: FOUND, ...play})
  const page = await runPage(site)
  await page.send({type: 'findMissing'})
  await page.advance(100)
  return page
}

async function looking(play?: RecoveryPlay): Promise<RunningPage> {
  const page = await asking(play)
  await page.send({type: 'setMissing', collectionId: 'Products'})
  await page.send({type: 'recoveryNext'})
  await page.advance(3_000)
  return page
}

function dialog(page: RunningPage): RecoveryDialog {
  const shown = page.state().dialog
  if (shown?.kind !== 'recovery') throw new Error(`The dialog is ${shown?.kind}`)
  return shown
}

function step<Name extends RecoveryDialog['step']['name']>(
  page: RunningPage,
  name: Name,
): RecoveryDialog['step'] & {name: Name} {
  const shown = dialog(page).step
  if (shown.name !== name) throw new Error(`It is at ${shown.name}`)
  return shown as RecoveryDialog['step'] & {name: Name}
}

describe('what ended half way', () => {
  const half = receiptOf({id: 'half', status: 'IN_PROGRESS', total: 3, lookId: 'its-look'})

  test('a recovery is shown with how far it came, and gone on with', async () => {
    const asked: unknown[] = []
    const page = await asking({
      receipts: [half],
      looks: [lookOf({id: 'its-look', status: 'READY'})],
      methods: {
        bringBack: async (...args) => {
          asked.push(args)
          return {ok: true, value: {...half, status: 'DONE', next: null, waitMs: 0}}
        },
      },
    })
    const {interrupted, leftovers, receipts} = step(page, 'asking')
    expect(interrupted).toMatchObject([{receiptId: 'half', isUndo: false, done: 0, total: 3}])
    // Its copies are still needed, and it is no history yet.
    expect([leftovers, receipts]).toEqual([[], []])
    await page.send({type: 'continueReceipt', receiptId: 'half'})
    await page.advance(1_000)
    expect(asked).toEqual([['its-look', [], 'half']])
    expect(step(page, 'done').receipt.id).toBe('half')
  })

  test('an Undo is gone on with by the receipt that it takes back', async () => {
    const original = receiptOf({
      id: 'whole',
      undoneBy: 'half-undo',
      items: [{collectionId: 'Products', itemId: 'a', outcome: 'BROUGHT_BACK'}],
    })
    const undo = receiptOf({id: 'half-undo', status: 'IN_PROGRESS', undoes: 'whole'})
    const page = await asking({receipts: [undo, original]})
    expect(step(page, 'asking').interrupted).toMatchObject([{receiptId: 'half-undo', isUndo: true}])
    await page.send({type: 'continueReceipt', receiptId: 'half-undo'})
    await page.advance(1_000)
    expect(step(page, 'undone').receipt.takenBack).toBe(1)
  })

  test('private copies are opened again, or removed', async () => {
    const looks = [lookOf({id: 'one', status: 'READY'}), lookOf({id: 'two', status: 'READY'})]
    const page = await asking({looks})
    expect(step(page, 'asking').leftovers.map(({lookId}) => lookId)).toEqual(['one', 'two'])
    await page.send({type: 'removeLook', lookId: 'one'})
    await page.advance(1_000)
    expect(step(page, 'asking').leftovers.map(({lookId}) => lookId)).toEqual(['two'])
    await page.send({type: 'continueLook', lookId: 'two'})
    await page.advance(1_000)
    expect(step(page, 'choosing').counts.deleted).toBe(3)
  })

  test('an Undo goes on after a reload', async () => {
    const receipts = [
      receiptOf({id: 'whole', items: [{collectionId: 'Products', itemId: 'a', outcome: 'BROUGHT_BACK'}]}),
    ]
    const page = await asking({receipts, methods: {undoBringBack: () => new Promise(() => {})}})
    await page.send({type: 'undoRecovery', receiptId: 'whole'})
    const remembered = page.remembered()
    page.page.stop()
    const site = fakeSite({})
    playRecovery(site, {receipts})
    const reloaded = await runPage(site, {remembered})
    await reloaded.advance(1_000)
    expect(step(reloaded, 'undone').receipt.takenBack).toBe(1)
  })

  test('copies of a recovery that stopped on a problem stay, for whoever goes on with it', async () => {
    const closed: string[] = []
    let calls = 0
    const page = await looking({
      methods: {
        bringBack: async (lookId) => {
          calls += 1
          return calls === 1
            ? {ok: true, value: {...half, lookId, next: 'half', waitMs: 0}}
            : {ok: false, error: {code: 'NOT_ALLOWED', message: 'No.'}}
        },
        closeLook: async (id) => {
          closed.push(id)
          return {ok: true, value: lookOf({id, status: 'CLOSED'})}
        },
      },
    })
    await page.send({type: 'recoveryNext'})
    await page.advance(100)
    await page.send({type: 'recoveryNext'})
    await page.advance(1_000)
    expect(dialog(page).problem?.code).toBe('NOT_ALLOWED')
    await page.send({type: 'dismiss'})
    await page.advance(5_000)
    expect(closed).toEqual([])
  })
})

describe('what is refused', () => {
  test('three open looks: they are shown, one is removed, and it goes on', async () => {
    let isFull = true
    const looks = [1, 2, 3].map((n) => lookOf({id: `open-${n}`, status: 'READY'}))
    const site = fakeSite({})
    playRecovery(site, {found: FOUND, looks})
    const {lookInside, closeLook} = site.methods
    Object.assign(site.methods, {
      lookInside: (...args: Parameters<typeof lookInside>) =>
        isFull ? refuses('TOO_MANY_LOOKS')() : lookInside(...args),
      closeLook: (id: string) => {
        isFull = false
        return closeLook(id)
      },
    })
    const page = await runPage(site)
    await page.send({type: 'findMissing'})
    await page.send({type: 'setMissing', collectionId: 'Products'})
    await page.send({type: 'recoveryNext'})
    await page.advance(1_000)
    expect(dialog(page).problem?.code).toBe('TOO_MANY_LOOKS')
    expect(step(page, 'asking')).toMatchObject({collectionId: 'Products', leftovers: [{}, {}, {}]})
    await page.send({type: 'removeLook', lookId: 'open-2'})
    expect(dialog(page).problem).toBeNull()
    await page.advance(1_000)
    await page.send({type: 'recoveryNext'})
    await page.advance(3_000)
    expect(step(page, 'choosing').counts.deleted).toBe(3)
  })

  test('too much at once: back to the choice as it was', async () => {
    const page = await looking({methods: {bringBack: refuses('TOO_MUCH_AT_ONCE')}})
    await page.send({type: 'chooseItem', itemId: FOUND.deleted[0]!.itemId, on: false})
    await page.send({type: 'recoveryNext'})
    await page.advance(100)
    await page.send({type: 'recoveryNext'})
    await page.advance(1_000)
    expect(step(page, 'writing').canChooseAgain).toBe(true)
    await page.send({type: 'recoveryBack'})
    expect(dialog(page).problem).toBeNull()
    expect(step(page, 'choosing').counts.items).toBe(2)
  })

  test('no answer: it says so, and goes on by itself', async () => {
    let isDown = true
    const site: FakeSite = fakeSite({})
    playRecovery(site, {found: FOUND})
    const {compareItems} = site.methods
    Object.assign(site.methods, {
      compareItems: (...args: Parameters<typeof compareItems>) =>
        isDown ? refuses('UNAVAILABLE')() : compareItems(...args),
    })
    const page = await runPage(site)
    await page.send({type: 'findMissing'})
    await page.send({type: 'setMissing', collectionId: 'Products'})
    await page.send({type: 'recoveryNext'})
    await page.advance(2_000)
    expect(dialog(page)).toMatchObject({
      problem: null,
      stalled: {code: 'UNAVAILABLE'},
      step: {name: 'comparing'},
    })
    isDown = false
    await page.advance(6_000)
    expect(dialog(page)).toMatchObject({stalled: null, step: {name: 'choosing'}})
  })
})

test('a rest that keeps Wix’s limits is told with its length', async () => {
  const page = await looking({
    methods: {
      bringBack: async () => ({
        ok: true,
        value: {...receiptOf({id: 'half', status: 'IN_PROGRESS', total: 3}), next: 'half', waitMs: 45_000},
      }),
    },
  })
  await page.send({type: 'recoveryNext'})
  await page.advance(100)
  await page.send({type: 'recoveryNext'})
  await page.advance(1_000)
  expect(dialog(page).restsMs).toBeGreaterThan(40_000)
  expect(step(page, 'writing').total).toBe(3)
})

test('the history: the newest three, then all, each with its Undo', async () => {
  const receipts = Array.from({length: 8}, (_, index) =>
    receiptOf({id: `r${index}`, items: [{collectionId: 'Products', itemId: 'a', outcome: 'BROUGHT_BACK'}]}),
  )
  const page = await asking({receipts})
  expect(step(page, 'asking')).toMatchObject({receipts: [{}, {}, {}], moreReceipts: 5})
  await page.send({type: 'showReceipts'})
  expect(step(page, 'asking').receipts).toHaveLength(8)
  expect(step(page, 'asking').receipts!.every(({canUndo}) => canUndo)).toBe(true)
})

test('with 10,000 differences no published state is above 60 KB', async () => {
  const deleted = deletedItems(10_000)
  const page = await looking({
    found: {...FOUND, deleted},
    receipts: Array.from({length: 100}, (_, index) =>
      receiptOf({
        id: `r${index}`,
        items: deleted
          .slice(0, 1000)
          .map(({itemId}) => ({collectionId: 'Products', itemId, outcome: 'BROUGHT_BACK' as const})),
      }),
    ),
  })
  expect(step(page, 'choosing').counts).toMatchObject({deleted: 10_000, items: 1_000})
  for (let from = 0; from < 10_000; from += 777) await page.send({type: 'showFound', from})
  for (const search of ['p', 'pr', 'product 99', 'nothing at all', '']) {
    await page.send({type: 'showFound', search})
  }
  await page.send({type: 'chooseAll', on: true})
  await page.send({type: 'recoveryNext'})
  await page.advance(100)
  await page.send({type: 'recoveryNext'})
  await page.advance(3_000)
  expect(step(page, 'done').receipt.back).toBe(1_000)
  const largest = Math.max(...page.sent.map(({json}) => json.length))
  expect(largest).toBeGreaterThan(10_000)
  expect(largest).toBeLessThan(60_000)
})
