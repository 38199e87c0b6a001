// Builds what has changed, then runs the local host in this process.
import {createRequire} from 'node:module'
import {build} from './build-local.mjs'

await build()
createRequire(import.meta.url)('../.build/local/host.cjs')
