// npm run app: builds the app with Wix's own tool, then runs the local site with the app's page in it.
import {createRequire} from 'node:module'
import {buildApp, BuildProblem} from './build-app.mjs'
import {build} from './build-local.mjs'

try {
  const [{clientId}] = await Promise.all([buildApp(), build()])
  process.env.WIX_CLIENT_ID = clientId
  createRequire(import.meta.url)('../.build/local/app-host.cjs')
} catch (error) {
  process.stderr.write(`${error instanceof BuildProblem ? error.message : Object(error).stack}\n`)
  process.exitCode = 1
}
