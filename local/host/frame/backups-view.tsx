import {handshakeCode, provideSDKApi} from '@wix/dashboard/provider'
import {useLayoutEffect, useRef} from 'preact/hooks'
import {dashboardApi, type DashboardDoor} from './dashboard-api'
import type {ToDashboardFrame, ToPage} from './frame-messages'
import {readIdentity} from './identity'
import type {Guard} from './use-route'
import type {CallHeaders} from './velo-runtime/worker-messages'

/** The page's calls of web methods, as far as the frame has a say. */
export interface PageCalls {
  /** What they carry besides who calls. */
  headers(): CallHeaders
  /** Calls when the headers change, until it is taken back. */
  onChange(listener: () => void): () => void
  /** A live site: one was refused, because this tab may not write. */
  refused(message: string): void
}

/** The Backups page, in a frame of its own as in Wix's dashboard. Left and opened again, it starts anew. */
export function BackupsView({door, calls, guard}: {door: DashboardDoor; calls: PageCalls; guard: Guard}) {
  const frame = useRef<HTMLIFrameElement>(null)
  // Before the page has loaded, and says that it is there.
  useLayoutEffect(() => {
    const dashboard = dashboardApi(door, {pageId: 'backups'})
    const send = (message: ToPage) => frame.current?.contentWindow?.postMessage(message, location.origin)
    function receive({
      origin,
      source,
      data,
    }: MessageEvent<ToDashboardFrame | {code: string; port: MessagePort}>) {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return
      if ('code' in data && data.code === handshakeCode) provideSDKApi({api: dashboard.api, port: data.port})
      if ('type' in data && data.type === 'page-ready') {
        dashboard.restart()
        door.pageStarts()
        send({type: 'start', identity: readIdentity().id, headers: calls.headers()})
      }
      if ('type' in data && data.type === 'refused') calls.refused(data.message)
    }
    window.addEventListener('message', receive)
    const forget = calls.onChange(() => send({type: 'headers', headers: calls.headers()}))
    guard.mayLeave = dashboard.mayUnload
    return () => {
      guard.mayLeave = undefined
      window.removeEventListener('message', receive)
      forget()
    }
  }, [])
  return <iframe ref={frame} src="/page" title="Backups" class="page" />
}
