import {handshakeCode, provideSDKApi} from '@wix/dashboard/provider'
import {h} from './create-element'
import {dashboardApi, type DashboardDoor} from './dashboard-api'
import {readIdentity} from './identity'
import type {View} from './view'

/** The only origins that a page built by Wix's tool shakes hands with are Wix's own. */
const WIX_DASHBOARD = 'https://manage.wix.com'

/** The page of an installed app, as Wix's tool built it, in a frame of its own as in Wix's dashboard. */
export function appPageView(door: DashboardDoor, path: string): View {
  const dashboard = dashboardApi(door, {pageId: 'backups', getAccessToken: async () => readIdentity().id})
  const address = new URL(path, location.href)
  address.searchParams.set('origin', WIX_DASHBOARD)
  address.searchParams.set('siteInfo', JSON.stringify({wixEditorAvailable: false, wixEditorActive: false}))
  const iframe = h('iframe', {src: address.href, title: 'Backups', class: 'page'})
  const standForWix = takePostsTo(WIX_DASHBOARD)

  function receive({origin, source, data}: MessageEvent<{code?: string; port: MessagePort}>) {
    // What was posted through this window's own function comes from this window.
    if (origin !== location.origin || source !== window || data?.code !== handshakeCode) return
    dashboard.restart()
    door.pageStarts()
    provideSDKApi({api: dashboard.api, port: data.port})
  }
  window.addEventListener('message', receive)

  return {
    element: iframe,
    title: 'Backups',
    mayLeave: dashboard.mayUnload,
    leave() {
      window.removeEventListener('message', receive)
      standForWix.stop()
    },
  }
}

/** The page posts to Wix's origin; this window, on the page's own origin, is what stands there on this machine. */
function takePostsTo(wix: string): {stop(): void} {
  const post = window.postMessage.bind(window) as (
    message: unknown,
    to: string,
    transfer?: Transferable[],
  ) => void
  const taken = (message: unknown, to: string, transfer?: Transferable[]) =>
    post(message, to === wix ? location.origin : to, transfer)
  window.postMessage = taken as typeof window.postMessage
  return {stop: () => void (window.postMessage = post as typeof window.postMessage)}
}
