import {buildApp} from '../../scripts/build-app.mjs'
import {build} from '../../scripts/build-local.mjs'

export default async function globalSetup() {
  await build()
  await buildApp()
}
