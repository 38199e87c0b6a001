import type {
  EnvironmentState,
  PageParams,
  ProviderAPI,
  StateObserver,
  ToastConfig,
} from '@wix/dashboard/provider'

export interface DashboardDoor {
  showToast: (config: ToastConfig) => {remove: () => void}
  setPageTitle: (title: string | null) => void
  /** The views of the frame, as the `pageId`s that `navigate` takes. */
  views: readonly string[]
  showView: (view: string, history: 'push' | 'replace') => void
  pageStarts: () => void
}

type BeforeUnload = (event: Event) => void

/**
 * The dashboard's side of @wix/dashboard for one page. What the local dashboard does not have is refused with an
 * error that says so, rather than answered with nothing.
 */
export function dashboardApi(
  door: DashboardDoor,
  page: {pageId: string; getAccessToken?: () => Promise<string>},
) {
  const beforeUnload = new Set<BeforeUnload>()

  const api: ProviderAPI = {
    showToast: door.showToast,
    setPageTitle: door.setPageTitle,
    navigate(destination, options) {
      const pageId = typeof destination === 'string' ? destination : destination.pageId
      if (pageId === undefined || !door.views.includes(pageId)) {
        throw new Error(`navigate(): the local dashboard has only the pages ${door.views.join(', ')}.`)
      }
      door.showView(pageId, options?.history ?? 'push')
    },
    navigateBack: () => window.history.back(),
    getPageUrl: async (destination) => new URL(`#${destination.pageId ?? page.pageId}`, location.href).href,
    observeState(observer) {
      const pageLocation = {pageId: page.pageId, pathname: '', search: '', hash: ''}
      const parameters: PageParams = {location: pageLocation, displayMode: 'main'}
      const environment: EnvironmentState = {locale: 'en', language: 'en', pageLocation, embedded: true}
      // Nothing of this ever changes on the local site, so once is enough.
      ;(observer as StateObserver<PageParams>)(parameters, environment)
      return {disconnect: () => undefined}
    },
    onBeforeUnload(callback) {
      beforeUnload.add(callback)
      return {remove: () => void beforeUnload.delete(callback)}
    },
    getSiteInfo: () => ({wixEditorAvailable: false, wixEditorActive: false, siteUrl: location.origin}),
    // The page scrolls in its own frame, which is as high as the window.
    updateHeight: () => undefined,
    pageGetLayout: refuse('page.getLayout'),
    openModal: refuse('openModal'),
    closeModal: refuse('closeModal'),
    sidePanelOpen: refuse('sidePanel.open'),
    sidePanelClose: refuse('sidePanel.close'),
    scopeSwitchTo: refuse('scope.switchTo'),
    // A Velo page has none; the page of an app calls the app's endpoints with it.
    getAccessToken: page.getAccessToken ?? refuse('getAccessToken'),
    openMediaManager: refuse('openMediaManager'),
    requestFeedback: refuse('requestFeedback'),
    onLayerStateChange: refuse('onLayerStateChange'),
    installApp: refuse('installApp'),
    getWidget: refuse('getWidget'),
    getWidgetAsync: refuse('getWidgetAsync'),
    getDashboardPlugins: refuse('getDashboardPlugins'),
    getDashboardMenuPlugins: refuse('getDashboardMenuPlugins'),
  }

  return {
    api,
    /** The page was loaded again: nobody is left behind the callbacks of the one before. */
    restart: () => beforeUnload.clear(),
    /** Asks the page's onBeforeUnload callbacks; `false` when one of them would rather stay. */
    async mayUnload(): Promise<boolean> {
      let prevented = false
      const event = {preventDefault: () => void (prevented = true)} as unknown as Event
      const asked = Promise.all([...beforeUnload].map((callback) => callback(event)))
      // A page that is stuck must not keep a person from leaving it.
      let timer: ReturnType<typeof setTimeout> | undefined
      await Promise.race([asked, new Promise((resolve) => (timer = setTimeout(resolve, 1_000)))])
      clearTimeout(timer)
      // The page's preventDefault() comes back over a port of its own, which may be behind the callback's answer.
      await new Promise((resolve) => setTimeout(resolve, 30))
      return !prevented
    },
  }
}

function refuse(name: string) {
  return (): never => {
    throw new Error(
      `dashboard.${name}() is not part of the local dashboard, which has showToast, setPageTitle, navigate, ` +
        'navigateBack, getPageUrl, observeState, onBeforeUnload and getSiteInfo.',
    )
  }
}
