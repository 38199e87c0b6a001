// Preloaded (`node --require`): what this process sends to www.wixapis.com by Node's own fetch arrives at the peer of
// the test (wix-peer.ts), whose certificate alone is trusted for it.
/* eslint-disable @typescript-eslint/no-require-imports */
const tls = require('node:tls')

const {WIX_PEER} = process.env
if (WIX_PEER) {
  const {port, ca} = JSON.parse(WIX_PEER)
  const connect = /** @type {(...args: any[]) => import('node:tls').TLSSocket} */ (tls.connect)
  /** @param {import('node:tls').ConnectionOptions} options @param {any[]} others */
  const routed = (options, ...others) =>
    connect(
      options.servername === 'www.wixapis.com' ? {...options, host: '127.0.0.1', port, ca} : options,
      ...others,
    )
  Object.assign(tls, {connect: routed})
}
