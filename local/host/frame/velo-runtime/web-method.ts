import {createWebMethodCaller} from './call-web-method'
import {callHeaders, pageStarted} from './page-start'
import type {ToPageFrame} from './worker-messages'

const call = createWebMethodCaller({
  fetch: (input, init) => fetch(input, init),
  identity: async () => (await pageStarted).identity,
  headers: callHeaders,
})

/** The stub modules that scripts/build-frame.mjs makes of `backend/*.web` call this. */
export const webMethod =
  (module: string, method: string) =>
  async (...args: unknown[]) => {
    try {
      return await call(module, method, args)
    } catch (error) {
      const {name, message} = error as Error
      if (name === 'LiveSiteLocked') self.postMessage({type: 'refused', message} satisfies ToPageFrame)
      throw error
    }
  }
