import {createWebMethodCaller} from './call-web-method'
import {pageStarted} from './page-start'

const call = createWebMethodCaller({
  fetch: (input, init) => fetch(input, init),
  identity: async () => (await pageStarted).identity,
})

/** The stub modules that scripts/build-frame.mjs makes of `backend/*.web` call this. */
export const webMethod =
  (module: string, method: string) =>
  (...args: unknown[]) =>
    call(module, method, args)
