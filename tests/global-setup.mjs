import {build} from '../scripts/build-local.mjs'

export default async function globalSetup() {
  await build()
}
