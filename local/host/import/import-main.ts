import {readFile} from 'node:fs/promises'
import path from 'node:path'
import type {ImportResult} from './import-items'

const USAGE = `Usage: npm run import -- <file.csv | file.jsonl> <collection ID> [--url http://127.0.0.1:4400]

Fills a collection of the running local site. A collection that does not exist is created.`

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})

async function main(args: string[]): Promise<void> {
  const {file, collectionId, url} = readArguments(args)
  const format = {'.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl'}[path.extname(file).toLowerCase()]
  if (!format) throw new Error(`The file must end in .csv or .jsonl: ${file}`)
  const content = await readFile(file)
  const target = new URL('/__local/import', url)
  target.searchParams.set('collectionId', collectionId)
  target.searchParams.set('format', format)
  const response = await fetch(target, {method: 'POST', body: content}).catch(() => {
    throw new Error(
      `No local site answers at ${url}. Start it with npm start, or pass its address with --url.`,
    )
  })
  const answer = (await response.json()) as ImportResult & {message?: string}
  if (!response.ok) throw new Error(answer.message ?? `The local site answered ${response.status}`)
  const {imported, failed, failedCount, created} = answer
  const done =
    imported === 0 && failedCount > 0
      ? `Nothing was imported into ${collectionId}; ${failedCount} to mend:`
      : `Imported ${imported} items into ${collectionId}${created ? ' (created)' : ''}; ${failedCount} rows left out.`
  process.stdout.write(`${done}\n`)
  for (const {line, column, reason} of failed)
    process.stdout.write(`  line ${line}${column === undefined ? '' : `, column "${column}"`}: ${reason}\n`)
  if (imported === 0 && failed.length > 0) process.exitCode = 1
}

function readArguments(args: string[]): {file: string; collectionId: string; url: string} {
  const at = args.indexOf('--url')
  const url = at === -1 ? `http://127.0.0.1:${process.env.PORT || 4400}` : args[at + 1]
  const [file, collectionId, ...others] = at === -1 ? args : args.toSpliced(at, 2)
  if (!file || !collectionId || !url || others.length > 0) throw new Error(USAGE)
  return {file, collectionId, url}
}
