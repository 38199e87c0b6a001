import {buildSync} from 'esbuild'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const ROOT = path.join(__dirname, '..')
const FEATURE = 'src/public/page/features/do-nothing.ts'
const FEATURES = 'src/public/page/features.ts'
const TEST = 'tests/page/do-nothing.test.ts'

let copy: string

beforeAll(() => {
  mkdirSync(path.join(ROOT, '.build'), {recursive: true})
  copy = mkdtempSync(path.join(ROOT, '.build/add-a-command-'))
  for (const folder of ['src', 'tests/page', 'tests/support'])
    cpSync(path.join(ROOT, folder), path.join(copy, folder), {recursive: true})
  cpSync(path.join(ROOT, 'tsconfig.json'), path.join(copy, 'tsconfig.json'))
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  write(TEST, shown(TEST))
})

afterAll(() => rmSync(copy, {recursive: true, force: true}))

test('a new command is one file, one registration and one test, as CONTRIBUTING.md says', async () => {
  expect(mistakes()).toEqual([`${TEST}: Type '"doNothing"' is not assignable`])
  write(FEATURE, shown(FEATURE))
  write(FEATURES, registered(readFileSync(path.join(copy, FEATURES), 'utf8'), shown(FEATURES)))
  expect(mistakes()).toEqual([])
  const ran = await run(TEST)
  expect(ran).toEqual(['does nothing, and calls nobody'])
})

/** The block of code that follows where a file is named. */
function shown(file: string): string {
  const text = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  const [, after = ''] = text.split(`\`${file}\``)
  const [, code] = /```\w+\n([^]*?)```/.exec(after) ?? []
  if (code === undefined) throw new Error(`CONTRIBUTING.md does not show ${file}`)
  return code
}

/** Each added line goes before the line that is shown after it. */
function registered(text: string, diff: string): string {
  const [addedImport = '', list = '', addedName = ''] = diff.split('\n').map((line) => line.slice(1))
  if (!text.includes(list)) throw new Error(`${FEATURES} has no line "${list}"`)
  return `${addedImport}\n${text.replace(list, `${list}\n${addedName}`)}`
}

const parsed = new Map<string, ts.SourceFile>()

/** What tsc says of the new files, and of the list that the feature is registered in. */
function mistakes(): string[] {
  const {config} = ts.readConfigFile(path.join(copy, 'tsconfig.json'), ts.sys.readFile) as {config: object}
  const {options} = ts.parseJsonConfigFileContent(config, ts.sys, copy)
  const host = ts.createCompilerHost(options, true)
  const parse = host.getSourceFile.bind(host)
  // Most of it is parsed once: the packages' types.
  host.getSourceFile = (file, language) => {
    const known = parsed.get(file)
    const read = known ?? parse(file, language)
    if (read && file.includes('/node_modules/')) parsed.set(file, read)
    return read
  }
  const program = ts.createProgram([path.join(copy, TEST)], options, host)
  const files = [TEST, FEATURE, FEATURES].flatMap(
    (file) => program.getSourceFile(path.join(copy, file)) ?? [],
  )
  return files
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({file, messageText}) => {
      const [said] = ts.flattenDiagnosticMessageText(messageText, ' ').split(' to type')
      return `${path.relative(copy, file?.fileName ?? '')}: ${said}`
    })
}

/** Runs the tests of a file, and answers with their names. */
async function run(file: string): Promise<string[]> {
  const outfile = path.join(copy, 'bundle.cjs')
  buildSync({
    entryPoints: [path.join(copy, file)],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    logLevel: 'error',
  })
  const tests: {name: string; body: () => Promise<void>}[] = []
  const it = (name: string, body: () => Promise<void>) => void tests.push({name, body})
  new Function('require', 'module', 'exports', 'it', readFileSync(outfile, 'utf8'))(
    require,
    {exports: {}},
    {},
    it,
  )
  for (const {body} of tests) await body()
  return tests.map(({name}) => name)
}

function write(file: string, text: string): void {
  writeFileSync(path.join(copy, file), text)
}
