import {handshakeCode, provideSDKApi} from '@wix/dashboard/provider'
import {dashboardApi, type DashboardDoor} from './dashboard-api'
import {h} from './create-element'
import type {ToDashboardFrame, ToPage} from './frame-messages'
import {readIdentity} from './identity'
import type {View} from './view'

/** The Backups page, in a frame of its own as in Wix's dashboard. Left and opened again, it starts anew. */
export function backupsView(door: DashboardDoor): View {
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
      const start: ToPage = {type: 'start', identity: readIdentity().id}
      iframe.contentWindow?.postMessage(start, location.origin)
    }
  }
  window.addEventListener('message', receive)

  return {
    element: iframe,
    title: 'Backups',
    mayLeave: dashboard.mayUnload,
    leave: () => window.removeEventListener('message', receive),
  }
}
