// npm run probe: asks the local Wix, or a real site that may be destroyed, what nobody has documented.
import {createRequire} from 'node:module'
import {buildNode} from './build-local.mjs'

await buildNode()
createRequire(import.meta.url)('../.build/local/probe.cjs')
