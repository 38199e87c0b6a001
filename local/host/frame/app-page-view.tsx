import {handshakeCode, provideSDKApi} from '@wix/dashboard/provider'
import {useLayoutEffect} from 'preact/hooks'
import {dashboardApi, type DashboardDoor} from './dashboard-api'
import {readIdentity} from './identity'
import type {Guard} from './use-route'

/** The only origins that a page built by Wix's tool shakes hands with are Wix's own. */
const WIX_DASHBOARD = 'https://manage.wix.com'

/** The page of an installed app, as Wix's tool built it, in a frame of its own as in Wix's dashboard. */
export function AppPageView({door, path, guard}: {door: DashboardDoor; path: string; guard: Guard}) {
  // Before the page has loaded, and says that it is there.
  useLayoutEffect(() => {
    const dashboard = dashboardApi(door, {pageId: 'backups', getAccessToken: async () => readIdentity().id})
    const standForWix = takePostsTo(WIX_DASHBOARD)
    function receive({origin, source, data}: MessageEvent<{code?: string; port: MessagePort}>) {
      // What was posted through this window's own function comes from this window.
      if (origin !== location.origin || source !== window || data?.code !== handshakeCode) return
      dashboard.restart()
      door.pageStarts()
      provideSDKApi({api: dashboard.api, port: data.port})
    }
    window.addEventListener('message', receive)
    guard.mayLeave = dashboard.mayUnload
    return () => {
      guard.mayLeave = undefined
      window.removeEventListener('message', receive)
      standForWix.stop()
    }
  }, [])
  return <iframe src={addressOf(path)} title="Backups" class="page" />
}

function addressOf(path: string): string {
  const address = new URL(path, location.href)
  address.searchParams.set('origin', WIX_DASHBOARD)
  address.searchParams.set('siteInfo', JSON.stringify({wixEditorAvailable: false, wixEditorActive: false}))
  return address.href
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
