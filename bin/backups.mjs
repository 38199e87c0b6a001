#!/usr/bin/env node
// Own copies of a site's collections. In a release the command is built; in a clone it is built now, from the sources.
import {existsSync} from 'node:fs'
import {setFlagsFromString} from 'node:v8'

// Most of what is read lives for one page only. Left to grow, its part of the heap takes a third of all memory, and
// nothing becomes quicker by it.
setFlagsFromString('--semi-space-growth-factor=1')

// A file that may not grow any more is then a failed write, and not the end of the process.
process.on('SIGXFSZ', () => undefined)

const isClone = existsSync(new URL('main.ts', import.meta.url))
const {main} = await import(isClone ? await built() : '../dist/bin/backups.mjs')
process.exitCode = await main(process.argv.slice(2), process.env)

async function built() {
  const {buildCommandToRun} = await import('../scripts/build-command.mjs')
  return buildCommandToRun()
}
