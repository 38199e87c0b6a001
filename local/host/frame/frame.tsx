import {render} from 'preact'
import {useEffect, useRef, useState} from 'preact/hooks'
import '../../../src/public/custom-elements/markup/layout.css'
import {AppPageView} from './app-page-view'
import {BackupsView, type PageCalls} from './backups-view'
import {CollectionsView} from './collections-view'
import {ControlsView} from './controls-view'
import type {DashboardDoor} from './dashboard-api'
import {Failure} from './failure'
import './frame.css'
import {readIdentity} from './identity'
import {LiveBanner} from './live-banner'
import {liveTab} from './live-tab'
import {useLoading} from './loaded'
import {localSite} from './local-site'
import './tools.css'
import {ToastList} from './toast-list'
import {createToasts} from './toasts'
import {useChanges} from './use-changes'
import {useRoute, type Guard} from './use-route'

const TITLES = {backups: 'Backups', collections: 'Collections', controls: 'Controls'}
type Name = keyof typeof TITLES
// A live site has the page alone: the other views are tools of the local one.
const LIVE_NAMES = ['backups'] as const
const LOCAL_NAMES = ['backups', 'collections', 'controls'] as const
const LOCAL_CALLS: PageCalls = {
  headers: () => ({}),
  onChange: () => () => undefined,
  refused: () => undefined,
}

/** Where an installed app has its page; without one, the page is the Velo site's. */
const appPage = document.querySelector<HTMLMetaElement>('meta[name="app-page"]')?.content
/** The live host says in the page itself that it is one, so that this is known before anything else is. */
const live = document.body.classList.contains('live') ? liveTab() : null
const toasts = createToasts()
const guard: Guard = {mayLeave: undefined}

function Frame() {
  const name = useRoute<Name>(live ? LIVE_NAMES : LOCAL_NAMES, guard)
  const site = useSite()
  const main = useRef<HTMLElement>(null)
  const [pageTitle, setPageTitle] = useState<string | null>(null)
  const [identity, setIdentity] = useState(readIdentity())
  const door = useRef<DashboardDoor>({
    showToast: toasts.show,
    setPageTitle,
    views: Object.keys(TITLES),
    showView(wanted, history) {
      if (history === 'replace') location.replace(`#${wanted}`)
      else location.hash = wanted
    },
    pageStarts: toasts.removeThoseWithActions,
  }).current

  const before = useRef(name)
  useEffect(() => {
    if (before.current === name) return
    before.current = name
    toasts.removeThoseWithActions()
    setPageTitle(null)
    // So that the keyboard goes on in the view, and a screen reader says where it is.
    main.current?.focus()
  }, [name])
  document.title = [pageTitle ?? TITLES[name], site.name].filter(Boolean).join(' | ')

  return (
    <>
      <a
        class="skip"
        href="#view"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to the page
      </a>
      <header class="top">
        <div class="site">
          <strong>{site.name}</strong>
          {site.notice && <span class="notice">{site.notice}</span>}
          {site.error !== undefined && (
            <Failure what="Could not read the site’s name." error={site.error} retry={site.reload} />
          )}
        </div>
        {!live && (
          <a class="identity" href="#controls">
            Acting as: {identity.name}
          </a>
        )}
      </header>
      {live && <LiveBanner tab={live} />}
      <Navigation name={name} version={site.version} />
      <main ref={main} id="view" tabIndex={-1} aria-label={TITLES[name]}>
        {name === 'backups' &&
          (appPage === undefined ? (
            <BackupsView door={door} calls={live ?? LOCAL_CALLS} guard={guard} />
          ) : (
            <AppPageView door={door} path={appPage} guard={guard} />
          ))}
        {name === 'collections' && <CollectionsView />}
        {name === 'controls' && (
          <ControlsView identityChanged={() => setIdentity(readIdentity())} siteChanged={site.reload} />
        )}
      </main>
      <ToastList
        toasts={toasts}
        reportFailure={(error) => toasts.show({type: 'error', message: String(error)})}
      />
    </>
  )
}

function Navigation({name, version}: {name: Name; version: string | undefined}) {
  const link = (to: Name) => (
    <li>
      <a href={`#${to}`} aria-current={to === name ? 'page' : undefined}>
        {TITLES[to]}
      </a>
    </li>
  )
  return (
    <nav class="side" aria-label="Dashboard">
      <ul>{link('backups')}</ul>
      {!live && (
        <section class="tools" aria-labelledby="tools-title">
          <h2 id="tools-title">Local tools</h2>
          <ul>
            {link('collections')}
            {link('controls')}
          </ul>
          <p>Not part of Wix: they exist on this machine only.</p>
        </section>
      )}
      {version !== undefined && <p class="version">Version {version}</p>}
    </nav>
  )
}

interface Site {
  name: string
  notice: string
  version: string | undefined
  error: unknown
  reload(): void
}

/** What the frame says of the site that is in it. */
function useSite(): Site {
  useChanges(live)
  const local = useLoading(async () => (live ? null : localSite.status()))
  const known = useRef({name: '', version: undefined as string | undefined})
  const status = live ? live.status : local.value
  if (status) known.current = {name: status.siteName, version: status.version}
  const notice = live
    ? 'Live site — changes here are real'
    : local.value
      ? 'Local site — nothing here is on Wix'
      : ''
  return {...known.current, notice, error: local.error, reload: () => void local.reload()}
}

const place = document.querySelector('#frame')
if (!place) throw new Error('index.html has no #frame.')
render(<Frame />, place)
