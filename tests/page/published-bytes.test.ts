import type {CollectionForecast} from 'public/contract'
import type {PageCommand} from 'public/page/page-state'
import {ago, backupAt, time} from './fake-site'
import {runPage, type RunningPage} from './run-page'

const KB = 1000

const COLLECTIONS = Array.from({length: 1000}, (_, index) => ({
  id: `Imported-collection-${index}`,
  displayName: `Imported collection number ${index}`,
}))

/** Each differs, so that nothing is small because it is left out. */
const CHANGES: Record<string, Partial<CollectionForecast>> = Object.fromEntries(
  COLLECTIONS.map(({id}, index) => [
    id,
    {
      added: {known: true, value: index},
      changed: {known: true, value: 2 * index},
      references: [{field: 'category', collectionId: `Imported-collection-${(index + 1) % 1000}`}],
    },
  ]),
)

describe('a restore dialog with 1,000 collections publishes at most 30 KB', () => {
  it('a keystroke in what has to be typed', async () => {
    const page = await asking()
    const name = 'Blue Door Bakery'
    const bytes: number[] = []
    for (let length = 1; length <= name.length; length++)
      bytes.push(await publishedFor(page, {type: 'typed', text: name.slice(0, length)}))
    expect(Math.max(...bytes)).toBeLessThan(30 * KB)
    // Only the last one changes what is shown.
    expect(bytes.filter((sent) => sent > 0)).toHaveLength(1)
    expect(page.state().dialog).toMatchObject({typing: {matches: true}, canConfirm: true})
  })

  it('a click on one collection, with half of them chosen', async () => {
    const page = await asking()
    const half = COLLECTIONS.slice(0, 500).map(({id}) => id)
    await page.send({type: 'setScope', scope: 'some'})
    await page.send({type: 'setSelected', collectionIds: half})
    const more = [...half, 'Imported-collection-700']
    const bytes = await publishedFor(page, {type: 'setSelected', collectionIds: more})
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(30 * KB)
    expect(page.state().dialog).toMatchObject({selected: more})
  })
})

/** With what a restore of each would cost, counted. */
async function asking(): Promise<RunningPage> {
  const backups = [backupAt(ago(time.DAY), {collections: COLLECTIONS})]
  const page = await runPage({collections: COLLECTIONS, backups, changes: CHANGES})
  await page.send({type: 'askRestore', backupId: backups[0]?.id ?? ''})
  await page.advance(time.MINUTE)
  expect(page.state().dialog).toMatchObject({forecast: {state: 'ready', collections: {length: 1000}}})
  return page
}

/** In bytes of UTF-8, all attributes together. */
async function publishedFor(page: RunningPage, command: PageCommand): Promise<number> {
  const before = page.sent.length
  await page.send(command)
  const sent = page.sent.slice(before)
  return sent.reduce((sum, {json}) => sum + Buffer.byteLength(json), 0)
}
