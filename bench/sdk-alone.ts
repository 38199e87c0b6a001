// What the SDK alone does, in a process of its own: node sdk-alone.cjs <read|insert> <url> <collection> <items>.
// Answers with the milliseconds that it took, once it was loaded.
import {createClient} from '@wix/sdk'
import {items} from '@wix/data'
import {sampleId, sampleItem} from './sample-items'

const PAGE = 1000

const [what, url = '', collection = '', number = '0'] = process.argv.slice(2)
const sdk = createClient({
  modules: {items},
  auth: {getAuthHeaders: () => ({headers: {Authorization: 'local-owner'}})},
  fetch: ((input: string, init?: RequestInit) => {
    const {pathname, search} = new URL(input)
    return fetch(`${url}${pathname}${search}`, init)
  }) as typeof fetch,
})

void (what === 'read' ? read() : insert(Number(number))).then((done) => {
  process.stdout.write(`${JSON.stringify(done)}\n`)
})

async function read() {
  const start = performance.now()
  for (let found = 0; ;) {
    const {items: page} = await sdk.items.query(collection).skip(found).limit(PAGE).find()
    found += page.length
    if (page.length < PAGE) return {ms: performance.now() - start, items: found}
  }
}

async function insert(count: number) {
  const start = performance.now()
  for (let from = 0; from < count; from += PAGE) {
    const bulk = Array.from({length: Math.min(PAGE, count - from)}, (_, n) =>
      sampleItem(from + n, sampleId(from + n)),
    )
    await sdk.items.bulkInsert(collection, bulk.map(withDates))
  }
  return {ms: performance.now() - start, items: count}
}

/** As the SDK takes them. */
function withDates(item: ReturnType<typeof sampleItem>) {
  return {...item, addedOn: new Date((item.addedOn as {$date: string}).$date)}
}
