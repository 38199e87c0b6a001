import {appPageView} from './app-page-view'
import {askOnce} from './ask-once'
import {backupsView, type PageCalls} from './backups-view'
import {collectionsView} from './collections-view'
import {controlsView} from './controls-view'
import type {DashboardDoor} from './dashboard-api'
import {failure} from './failure'
import {readIdentity} from './identity'
import {liveBanner} from './live-banner'
import {liveTab, type LiveTab} from './live-tab'
import {localSite} from './local-site'
import {toastList} from './toast-list'
import type {View} from './view'

/** Where an installed app has its page; without one, the page is the Velo site's. */
const appPage = document.querySelector<HTMLMetaElement>('meta[name="app-page"]')?.content

const VIEWS: Record<string, () => View> = {
  backups: () =>
    appPage === undefined ? backupsView(door, live ?? LOCAL_CALLS) : appPageView(door, appPage),
  collections: () => collectionsView(),
  controls: () => controlsView({identityChanged: showIdentity, siteChanged: () => void showSite()}),
}
const FIRST = 'backups'
const LOCAL_CALLS: PageCalls = {
  headers: () => ({}),
  onChange: () => () => undefined,
  refused: () => undefined,
}

const main = byId('view')
const links = [...document.querySelectorAll<HTMLAnchorElement>('nav a[href^="#"]')]
const toasts = toastList((error) => toasts.show({type: 'error', message: String(error)}))
/** The live host says in the page itself that it is one, so that this is known before anything else is. */
const live = document.body.classList.contains('live') ? liveTab() : null
let siteName = ''
let pageTitle: string | null = null
let current: {name: string; view: View} | null = null
let moves = 0

const door: DashboardDoor = {
  showToast: toasts.show,
  setPageTitle(title) {
    pageTitle = title
    showTitle()
  },
  views: Object.keys(VIEWS),
  showView(name, history) {
    if (history === 'replace') location.replace(`#${name}`)
    else location.hash = name
  },
  pageStarts: toasts.removeThoseWithActions,
}

document.body.append(toasts.element)
byId('skip').addEventListener('click', (event) => {
  event.preventDefault()
  main.focus()
})
window.addEventListener('hashchange', () => void show())
showIdentity()
if (live) showLive(live)
else void showSite()
void show()

async function show() {
  const name = location.hash.slice(1) || FIRST
  // A live site has the page alone: the other views are tools of the local one.
  const isThere = Object.hasOwn(VIEWS, name) && !(name !== FIRST && live)
  const create = isThere ? VIEWS[name] : undefined
  if (!create) return location.replace(`#${FIRST}`)
  const move = ++moves
  if (current?.name === name) return
  if (current?.view.mayLeave && !(await current.view.mayLeave())) {
    if (move !== moves) return
    if (!(await leaveAnyway())) return location.replace(`#${current.name}`)
  }
  if (move !== moves) return
  const moved = current !== null
  current?.view.leave?.()
  toasts.removeThoseWithActions()
  pageTitle = null
  current = {name, view: create()}
  main.replaceChildren(current.view.element)
  for (const link of links) {
    if (link.hash === `#${name}`) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  showTitle()
  // So that the keyboard goes on in the view, and a screen reader says where it is.
  if (moved) main.focus()
}

function leaveAnyway() {
  return askOnce({
    title: 'Leave this page?',
    text: 'The page has changes that would be lost.',
    confirm: 'Leave the page',
  })
}

async function showSite() {
  const place = byId('site')
  try {
    const status = await localSite.status()
    showNames(status.siteName, 'Local site — nothing here is on Wix', status.version)
    place.querySelector('.failure')?.remove()
  } catch (error) {
    place.querySelector('.failure')?.remove()
    place.append(failure('Could not read the site’s name.', error, () => void showSite()))
  }
}

function showLive(tab: LiveTab) {
  byId('live').replaceChildren(liveBanner(tab))
  const show = () =>
    showNames(tab.status?.siteName ?? siteName, 'Live site — changes here are real', tab.status?.version)
  tab.onChange(show)
  show()
}

function showNames(name: string, notice: string, version: string | undefined) {
  siteName = name
  byId('site-name').textContent = siteName
  byId('notice').textContent = notice
  if (version) byId('version').textContent = `Version ${version}`
  showTitle()
}

function showIdentity() {
  byId('identity').textContent = `Acting as: ${readIdentity().name}`
}

function showTitle() {
  document.title = [pageTitle ?? current?.view.title, siteName].filter(Boolean).join(' | ')
  main.setAttribute('aria-label', current?.view.title ?? '')
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`index.html has no #${id}.`)
  return element
}
