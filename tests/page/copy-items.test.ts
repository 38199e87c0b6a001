import type {Problem} from 'public/contract'
import type {RecoveryStep} from 'public/page/page-state'
import {fakeSite} from './fake-site'
import {lookIntoCopy, type CopyPlay} from './play-copy'
import {lookOf} from './play-recovery'
import {runPage, type RunningPage} from './run-page'

const SEEN = '2026-11-23T09:00:00.000Z'
const FOUND = {
  deleted: ['p0', 'p1', 'p2'].map((itemId) => ({itemId, title: itemId, updatedDate: SEEN})),
  changed: [{itemId: 'c1', title: 'c1', updatedDate: SEEN, fields: ['price']}],
  added: null,
  unchanged: 83,
}

const look = (play: CopyPlay = {}) => lookIntoCopy({found: FOUND, ...play})
const never = () => new Promise<never>(() => undefined)
const refuses = (code: Problem['code']) => async () => ({
  ok: false as const,
  error: {code, message: 'Refused.'},
})

function step<Name extends RecoveryStep['name']>(page: RunningPage, name: Name) {
  const {dialog} = page.state()
  if (dialog?.kind !== 'recovery') throw new Error(`The dialog is ${dialog?.kind}`)
  if (dialog.step.name !== name) throw new Error(`It is at ${dialog.step.name}`)
  return {...dialog, step: dialog.step as RecoveryStep & {name: Name}}
}

async function review(page: RunningPage) {
  await page.send({type: 'recoveryNext'})
  await page.advance(2_000)
}

test('a copy is looked into: its lists, and nothing is made for that', async () => {
  let asked = 0
  const page = await look({
    methods: {
      lookInside: async () => {
        asked += 1
        return never()
      },
    },
  })
  const {copyMoment, step: choosing} = step(page, 'choosing')
  expect(copyMoment).toBe('2026-11-20T09:00:00.000Z')
  expect(choosing.counts).toEqual({deleted: 3, changed: 1, added: null, unchanged: 83, items: 3, fields: 0})
  expect(asked).toBe(0)
  expect(JSON.stringify(page.remembered())).not.toContain('recovery')
})

test('left again, it is back at the copy, which need not be read once more', async () => {
  let reads = 0
  const page = await look({
    tools: {
      fillLook: async () => {
        reads += 1
        return 0
      },
    },
  })
  await page.send({type: 'dismiss'})
  expect(page.state().dialog).toMatchObject({kind: 'fromCopy', step: {name: 'choosing'}})
  expect(reads).toBe(0)
  await page.send({type: 'dismiss'})
  expect(page.state().dialog).toBeNull()
})

test('what was chosen is handed over, then reviewed and brought back by the same look', async () => {
  const handedOver: unknown[] = []
  const page = await look({
    tools: {
      fillLook: async ({look: into, collectionId, deleted, changed}) => {
        handedOver.push({into: into.id, collectionId, deleted, changed})
        return 2
      },
    },
  })
  await page.send({type: 'chooseItem', itemId: 'p1', on: false})
  await page.send({type: 'chooseField', itemId: 'c1', key: 'price', on: true})
  await review(page)
  expect(handedOver).toEqual([
    {into: 'look-1', collectionId: 'Products', deleted: ['p0', 'p2'], changed: ['c1']},
  ])
  expect(step(page, 'reviewing').step).toMatchObject({items: 2, fields: 1, added: null, lostReferences: 2})
  await page.send({type: 'recoveryNext'})
  await page.advance(2_000)
  expect(step(page, 'done').step.receipt).toMatchObject({back: 2, fieldsBack: 1})
  await page.advance(2_000)
  await page.send({type: 'dismiss'})
  // What was compared is not so any more.
  expect(page.state().dialog).toBeNull()
})

test('another choice gets other private copies, and the earlier ones are removed', async () => {
  const closed: string[] = []
  const into: string[] = []
  const page = await look({
    tools: {
      fillLook: async (chosen) => {
        into.push(chosen.look.id)
        return 0
      },
    },
    methods: {
      closeLook: async (id) => {
        closed.push(id)
        return {ok: true, value: lookOf({id, status: 'CLOSED'})}
      },
    },
  })
  await review(page)
  await page.send({type: 'recoveryBack'})
  await page.advance(2_000)
  expect(closed).toEqual(['look-1'])
  expect(step(page, 'choosing').step.counts.items).toBe(3)
  await review(page)
  step(page, 'reviewing')
  expect(into).toEqual(['look-1', 'look-2'])
})

test('canceled while it is handed over: the private copies are removed', async () => {
  const closed: string[] = []
  const page = await look({
    tools: {fillLook: never},
    methods: {
      closeLook: async (id) => {
        closed.push(id)
        return {ok: true, value: lookOf({id, status: 'CLOSED'})}
      },
    },
  })
  await review(page)
  step(page, 'filling')
  await page.send({type: 'dismiss'})
  await page.advance(2_000)
  expect(closed).toEqual(['look-1'])
  expect(page.state().dialog).toMatchObject({kind: 'fromCopy'})
})

test.each(['TOO_MANY_LOOKS', 'PLAN_LIMIT_REACHED', 'NOT_ALLOWED'] as const)(
  'no private copies, because of %s: said, what was chosen stays, and it is asked for again',
  async (code) => {
    let refusals = 1
    const site = fakeSite({})
    const page = await look({site})
    const {lookInsideCopy} = site.methods
    site.methods.lookInsideCopy = async (...args) =>
      refusals-- > 0 ? refuses(code)() : lookInsideCopy(...args)
    await page.send({type: 'chooseItem', itemId: 'p1', on: false})
    await review(page)
    expect(step(page, 'choosing')).toMatchObject({problem: {code}, step: {counts: {items: 2}}})
    await page.send({type: 'recoveryRetry'})
    await review(page)
    step(page, 'reviewing')
  },
)

test('handing over fails: said, and tried again into the same private copies', async () => {
  const into: string[] = []
  const page = await look({
    tools: {
      fillLook: async (chosen) => {
        into.push(chosen.look.id)
        if (into.length === 1) throw new Error('The file is another one than before. Choose it again.')
        return 0
      },
    },
  })
  await review(page)
  expect(step(page, 'filling').problem).toMatchObject({
    message: expect.stringContaining('another one') as string,
  })
  await page.send({type: 'recoveryRetry'})
  await page.advance(2_000)
  step(page, 'reviewing')
  expect(into).toEqual(['look-1', 'look-1'])
})

test('a reload: the file is gone with the page, and the private copies are removed', async () => {
  const site = fakeSite({})
  const page = await look({site, tools: {fillLook: never}})
  await review(page)
  step(page, 'filling')
  const closed: string[] = []
  site.methods.closeLook = async (id) => {
    closed.push(id)
    return {ok: true, value: lookOf({id, status: 'CLOSED'})}
  }
  const next = await runPage(site, {remembered: page.remembered()})
  await next.advance(2_000)
  expect(next.state().dialog).toBeNull()
  expect(closed).toEqual(['look-1'])
})
