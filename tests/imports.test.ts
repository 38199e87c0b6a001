import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')

/** `npm run lint` asks the house itself, by the same rules; this one is wrong on purpose. */
const HOUSE: Record<string, string> = {
  // Circles: of values, of types alone, in JSDoc.
  'src/public/rules/a.ts': "import {b} from './b'\nexport const a = b",
  'src/public/rules/b.ts': "import {a} from './a'\nexport const b = a",
  'local/engine/a.ts': "import type {B} from './b'\nexport type A = B",
  'local/engine/b.ts': "import type {A} from './a'\nexport type B = A",
  'scripts/a.mjs': "/** @typedef {import('./b.mjs').B} A */\nexport {}",
  'scripts/b.mjs': "/** @typedef {import('./a.mjs').A} B */\nexport {}",

  // Arrows that point up.
  'src/public/rules/up.ts': "export * from '../page/page'",
  'src/public/page/page.ts': "export * from 'backend/backups.web'",
  'src/public/backups.ts': "export * from 'backend/backups.web'",
  'src/backend/backups.web.ts': "export type {B} from '../../local/wire/b'",
  'local/engine/up.ts': "export * from '../wire/b'",
  'local/wire/b.ts': 'export type B = 1',
  'scripts/site/up.mjs': "export * from '../c.mjs'",
  'scripts/c.mjs': 'export {}',

  // Elsewhere than it may be, and nowhere.
  'src/backend/operations/a.ts': "import '@wix/data'\nimport 'lodash'",
  'src/backend/wix/a.ts': "import '@wix/data'",
  'node_modules/@wix/data/index.js': '',
  'node_modules/@wix/data/package.json': '{"name": "@wix/data", "main": "index.js"}',
  'node_modules/lodash/index.js': '',
  'node_modules/lodash/package.json': '{"name": "lodash", "main": "index.js"}',
  'bench/a.ts': "export * from './nowhere'\nexport * from '../src/public/rules/down'",

  // As it should be.
  'src/public/rules/down.ts': "export * from '../contract'",
  'src/public/contract.ts': 'export {}',
  'src/backend/operations/down.ts': "export * from 'public/rules/down'",
}

test('an import in a circle, upward, into a package that is not a site’s, or to nowhere is refused', () => {
  expect(violations(HOUSE)).toMatchInlineSnapshot(`
    [
      "engine-imports-down: local/engine/up.ts → local/wire/b.ts",
      "no-circle: local/engine/a.ts → local/engine/b.ts",
      "no-circle: scripts/a.mjs → scripts/b.mjs",
      "no-circle: src/public/rules/a.ts → src/public/rules/b.ts",
      "no-unresolvable: bench/a.ts → ./nowhere",
      "only-requests-elevate: src/backend/operations/a.ts → node_modules/@wix/data/index.js",
      "onto-a-site-imports-down: scripts/site/up.mjs → scripts/c.mjs",
      "packages-of-a-site: src/backend/operations/a.ts → node_modules/lodash/index.js",
      "page-imports-down: src/public/page/page.ts → src/backend/backups.web.ts",
      "rules-imports-down: src/public/rules/up.ts → src/public/page/page.ts",
      "web-methods-imports-down: src/backend/backups.web.ts → local/wire/b.ts",
    ]
  `)
})

function violations(files: Record<string, string>): string[] {
  const house = mkdtempSync(path.join(os.tmpdir(), 'house-'))
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) {
      cpSync(path.join(ROOT, name), path.join(house, name))
    }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(house, name)), {recursive: true})
      writeFileSync(path.join(house, name), `${text}\n`)
    }
    const depcruise = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const folders = ['src', 'local', 'scripts', 'bench']
    const {stdout, stderr} = spawnSync(process.execPath, [depcruise, ...folders, '--output-type', 'json'], {
      cwd: house,
      encoding: 'utf8',
    })
    if (!stdout) throw new Error(stderr)
    const {summary} = JSON.parse(stdout) as {summary: {violations: Violation[]}}
    return summary.violations.map(({rule, from, to}) => `${rule.name}: ${from} → ${to}`).toSorted()
  } finally {
    rmSync(house, {recursive: true})
  }
}

interface Violation {
  rule: {name: string}
  from: string
  to: string
}
