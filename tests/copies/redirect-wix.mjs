// Loaded before the command: www.wixapis.com is the peer that WIX_PEER names; nothing else can be reached.
const real = globalThis.fetch
/** @type {typeof fetch} */
globalThis.fetch = (input, init) => {
  const url = new URL(String(input))
  if (url.origin !== 'https://www.wixapis.com') throw new TypeError(`${url.origin} is not Wix`)
  return real(`${process.env.WIX_PEER}${url.pathname}${url.search}`, init)
}
