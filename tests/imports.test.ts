import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

const ROOT = path.join(__dirname, '..')
const PARTS = ['src/public', 'src/backend', 'src/pages', 'local/engine', 'local/wire', 'local/host']

const partOf = (file: string) => PARTS.find((part) => file.startsWith(`${part}/`))

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(path.join(ROOT, folder), {withFileTypes: true})) {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* sources(name)
    else if (/\.tsx?$/.test(entry.name)) yield name
  }
}

function importedParts(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier!,
  )
  return specifiers.flatMap((specifier) => {
    const target = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier)
      : /^(backend|public)\//.test(specifier)
        ? `src/${specifier}`
        : ''
    const part = partOf(target)
    return part && part !== partOf(file) ? [part] : []
  })
}

test('imports point down: who imports whom', () => {
  const edges = new Set<string>()
  for (const part of PARTS) {
    for (const file of sources(part))
      for (const target of importedParts(file)) edges.add(`${part} → ${target}`)
  }
  expect([...edges].toSorted()).toMatchInlineSnapshot(`
    [
      "local/engine → src/public",
      "local/host → local/engine",
      "local/host → local/wire",
      "local/host → src/backend",
      "local/host → src/public",
      "local/wire → local/engine",
      "local/wire → src/public",
      "src/backend → src/public",
      "src/pages → src/backend",
      "src/pages → src/public",
      "src/public → src/backend",
    ]
  `)
})
