import {dashboard} from '@wix/dashboard'
import {handshakeCode, provideSDKApi, type ToastConfig} from '@wix/dashboard/provider'
import {dashboardApi} from '../../local/host/frame/dashboard-api'
import {connectDashboard} from '../../local/host/frame/velo-runtime/connect-dashboard'

/** The real @wix/dashboard on both ends, joined as the worker and the frame are: by one port. */
function connect() {
  const toasts: ToastConfig[] = []
  const titles: (string | null)[] = []
  const shown: string[] = []
  let removed = 0
  const frame = dashboardApi(
    {
      showToast(config) {
        toasts.push(config)
        return {remove: () => void removed++}
      },
      setPageTitle: (title) => void titles.push(title),
      views: ['backups', 'collections'],
      showView: (view, history) => void shown.push(`${history} ${view}`),
      pageStarts: () => undefined,
    },
    {pageId: 'backups'},
  )
  connectDashboard((message) => {
    const hello = message as {code: string; port: MessagePort}
    expect(hello.code).toBe(handshakeCode)
    provideSDKApi({api: frame.api, port: hello.port})
  })
  return {frame, toasts, titles, shown, removed: () => removed}
}

// Each callback that crosses opens a channel of its own, and an open one would keep Jest from ending.
const opened: MessagePort[] = []
const NodeMessageChannel = MessageChannel
beforeAll(() => {
  globalThis.MessageChannel = class extends NodeMessageChannel {
    constructor() {
      super()
      opened.push(this.port1, this.port2)
    }
  }
})
afterAll(() => {
  for (const port of opened) port.close()
  globalThis.MessageChannel = NodeMessageChannel
})

/** Until the other side of the port has answered. */
async function eventually(check: () => void) {
  for (let attempt = 0; ; attempt++) {
    try {
      return check()
    } catch (error) {
      if (attempt > 200) throw error
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

describe('the dashboard, from a page’s code', () => {
  it('runs where there is no DOM', () => {
    expect(typeof window).toBe('undefined')
    expect(typeof document).toBe('undefined')
  })

  it('shows a toast, calls back when its action is clicked, and removes it', async () => {
    const {toasts, removed} = connect()
    const clicked: string[] = []
    const toast = dashboard.showToast({
      message: 'Restored',
      type: 'success',
      action: {text: 'Undo', onClick: () => void clicked.push('undo')},
    })
    await eventually(() => expect(toasts).toHaveLength(1))
    expect(toasts[0]).toMatchObject({message: 'Restored', type: 'success', action: {text: 'Undo'}})
    toasts[0]!.action!.onClick()
    await eventually(() => expect(clicked).toEqual(['undo']))
    toast.remove()
    await eventually(() => expect(removed()).toBe(1))
  })

  it('sets the page’s title and navigates', async () => {
    const {titles, shown} = connect()
    dashboard.setPageTitle('Backups')
    dashboard.navigate({pageId: 'collections'}, {history: 'replace'})
    await eventually(() => expect([titles, shown]).toEqual([['Backups'], ['replace collections']]))
  })

  it('tells the page where it is', async () => {
    connect()
    const seen: unknown[] = []
    dashboard.observeState((parameters, environment) => void seen.push([parameters, environment]))
    await eventually(() =>
      expect(seen).toEqual([
        [
          expect.objectContaining({location: expect.objectContaining({pageId: 'backups'})}),
          expect.objectContaining({language: 'en'}),
        ],
      ]),
    )
  })

  it('asks the page before it is left', async () => {
    const {frame} = connect()
    expect(await frame.mayUnload()).toBe(true)
    const guard = dashboard.onBeforeUnload((event) => event.preventDefault())
    expect(await frame.mayUnload()).toBe(false)
    guard.remove()
    expect(await frame.mayUnload()).toBe(true)
  })

  it('refuses loudly what the local dashboard does not have', async () => {
    connect()
    await expect(dashboard.openModal('some-modal').modalClosed).rejects.toThrow(
      'dashboard.openModal() is not part of the local dashboard',
    )
    await expect(Promise.resolve(dashboard.navigate({pageId: 'elsewhere'}))).rejects.toThrow(
      'the local dashboard has only the pages backups, collections',
    )
  })
})
