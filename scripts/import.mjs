// npm run import -- <file> <collection ID>: fills a collection of the running local site.
import {createRequire} from 'node:module'
import {buildNode} from './build-local.mjs'

await buildNode()
createRequire(import.meta.url)('../.build/local/import.cjs')
