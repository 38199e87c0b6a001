// The app as Wix's tool builds it, in workerd: npm run bench app. Writes bench/RESULTS-APP.md.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {cpus} from 'node:os'
import path from 'node:path'
import {gzipSync} from 'node:zlib'
import {startAppWorker, type AppWorker} from '../local/host/app/app-worker'
import {LOCAL_APP} from '../local/wire/oauth'

const ROOT = path.join(__dirname, '../..')
const APP = path.join(ROOT, 'app')
const DIST = path.join(APP, 'dist')
const CALLS = 400
const STARTS = 11
const KIB = 1024

void main()

async function main(): Promise<void> {
  const starts: {toFirstAnswer: number; first: number}[] = []
  for (let round = 0; round < STARTS; round++) starts.push(await measureStart())
  const warm = await measureCalls('listBackups')
  const overview = await measureCalls('getOverview')
  const files = readdirSync(path.join(DIST, '_astro'), {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => ({
      name,
      bytes: gzipSync(readFileSync(path.join(DIST, '_astro', name)), {level: 9}).length,
    }))
  const kib = (wanted: (name: string) => boolean) =>
    `${(files.reduce((sum, {name, bytes}) => sum + (wanted(name) ? bytes : 0), 0) / KIB).toFixed(1)} KiB`
  const isCopyTools = (name: string) => name.startsWith('copy-tools.')

  const rows = [
    ['an endpoint (`listBackups`), its own time, median', ms(quantile(warm, 0.5)), '≤ 10 ms'],
    ['· 95% within', ms(quantile(warm, 0.95)), ''],
    [
      'an endpoint that calls Wix four times (`getOverview`), its own time, median',
      ms(quantile(overview, 0.5)),
      '≤ 10 ms',
    ],
    [
      'cold start: workerd started, first answer there',
      ms(
        quantile(
          starts.map(({toFirstAnswer}) => toFirstAnswer),
          0.5,
        ),
      ),
      '≤ 500 ms',
    ],
    [
      '· of it the first call',
      ms(
        quantile(
          starts.map(({first}) => first),
          0.5,
        ),
      ),
      '',
    ],
    ['the files that the page opens with, gzipped', kib((name) => !isCopyTools(name)), '≤ 150 KiB'],
    ['· and what it loads with the first copy', kib(isCopyTools), ''],
  ]
  const [cpu] = cpus()
  const text = `# The app in workerd, measured

Outgoing requests are answered at once, and their time is not counted. Written by \`npm run bench app\`; do not edit.

${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}, workerd 1.20260301.1; ${CALLS} calls, ${STARTS} starts.

| | | to reach |
|---|---:|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`
  writeFileSync(path.join(ROOT, 'bench/RESULTS-APP.md'), text)
  process.stdout.write(text)
}

async function measureStart(): Promise<{toFirstAnswer: number; first: number}> {
  const outside = timed()
  const begun = performance.now()
  const worker = await start(outside.answer)
  const ready = performance.now()
  await call(worker, 'listBackups')
  const end = performance.now()
  await worker.close()
  return {toFirstAnswer: end - begun - outside.spent(), first: end - ready - outside.spent()}
}

async function measureCalls(method: string): Promise<number[]> {
  const outside = timed()
  const worker = await start(outside.answer)
  const own: number[] = []
  for (let made = 0; made < CALLS + 20; made++) {
    outside.reset()
    const begun = performance.now()
    await call(worker, method)
    own.push(performance.now() - begun - outside.spent())
  }
  await worker.close()
  // The first ones warm the worker up.
  return own.slice(20)
}

function start(outgoing: (request: Request) => Promise<Response>): Promise<AppWorker> {
  return startAppWorker({
    app: APP,
    dist: DIST,
    variables: {
      WIX_CLIENT_ID: LOCAL_APP.clientId,
      WIX_CLIENT_SECRET: LOCAL_APP.clientSecret,
      WIX_CLIENT_INSTANCE_ID: LOCAL_APP.instanceId,
      WIX_CLIENT_PUBLIC_KEY: 'none',
    },
    outgoing,
    log: (line) => process.stderr.write(`${line}\n`),
  })
}

async function call(worker: AppWorker, method: string): Promise<void> {
  const response = await worker.fetch(`http://127.0.0.1/api/backups/${method}`, {
    method: 'POST',
    headers: {authorization: 'somebody', 'content-type': 'application/json'},
    body: '[]',
  })
  const answer = (await response.json()) as {ok: boolean}
  if (!answer.ok) throw new Error(JSON.stringify(answer))
}

/** Plays Wix with canned answers, and counts the time in which at least one of its answers was waited for. */
function timed() {
  let open = 0
  let since = 0
  let spent = 0
  return {
    async answer(request: Request): Promise<Response> {
      if (open++ === 0) since = performance.now()
      await request.arrayBuffer()
      const response = Response.json(cannedAnswer(new URL(request.url).pathname))
      if (--open === 0) spent += performance.now() - since
      return response
    },
    spent: () => spent,
    reset() {
      spent = 0
    },
  }
}

function cannedAnswer(pathname: string): unknown {
  const {clientId, siteId, instanceId} = LOCAL_APP
  const pagingMetadata = {count: 0, offset: 0, total: 0}
  switch (pathname) {
    case '/oauth2/token-info':
      return {active: true, subjectType: 'USER', subjectId: 'somebody', clientId, siteId, instanceId}
    case '/oauth2/token':
      return {access_token: 'elevated', expires_in: 14_400}
    case '/site-properties/v4/properties':
      return {properties: {siteDisplayName: 'A site'}}
    default:
      return {backups: [], restorations: [], collections: [], pagingMetadata}
  }
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
