import {handshakeCode, provideSDKApi} from '@wix/dashboard/provider'
import {dashboardApi, type DashboardDoor} from './dashboard-api'
import {h} from './create-element'
import type {ToDashboardFrame, ToPage} from './frame-messages'
import {readIdentity} from './identity'
import type {CallHeaders} from './velo-runtime/worker-messages'
import type {View} from './view'

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
export function backupsView(door: DashboardDoor, calls: PageCalls): View {
  const dashboard = dashboardApi(door, {pageId: 'backups'})
  const iframe = h('iframe', {src: '/page', title: 'Backups', class: 'page'})

  function receive({
    origin,
    source,
    data,
  }: MessageEvent<ToDashboardFrame | {code: string; port: MessagePort}>) {
    if (origin !== location.origin || source !== iframe.contentWindow) return
    if ('code' in data && data.code === handshakeCode) provideSDKApi({api: dashboard.api, port: data.port})
    if ('type' in data && data.type === 'page-ready') {
      dashboard.restart()
      door.pageStarts()
      send({type: 'start', identity: readIdentity().id, headers: calls.headers()})
    }
    if ('type' in data && data.type === 'refused') calls.refused(data.message)
  }
  function send(message: ToPage) {
    iframe.contentWindow?.postMessage(message, location.origin)
  }
  window.addEventListener('message', receive)
  const forget = calls.onChange(() => send({type: 'headers', headers: calls.headers()}))

  return {
    element: iframe,
    title: 'Backups',
    mayLeave: dashboard.mayUnload,
    leave() {
      window.removeEventListener('message', receive)
      forget()
    },
  }
}
