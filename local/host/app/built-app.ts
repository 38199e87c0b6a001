import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'

/** What `wix build` made: what Wix registers of the app, and where its files are. */
export interface BuiltApp {
  folder: string
  /** The address of the dashboard page, on the app's own origin. */
  pagePath: string
  /** The address that takes an event, by the event's type. */
  webhookPaths: Map<string, string>
  /** The collections that an installation makes. */
  collections: AppCollection[]
}

export interface AppCollection {
  idSuffix: string
  displayName?: string
  fields: {key: string; displayName?: string; type: string}[]
}

interface Manifest {
  components: {compType: string; compData: Record<string, unknown>}[]
}

export class AppNotBuilt extends Error {}

export function readBuiltApp(folder: string): BuiltApp {
  const file = path.join(folder, '_wix/app-manifest.json')
  if (!existsSync(file))
    throw new AppNotBuilt(`There is no built app in ${folder}. Build it first: npm run app`)
  const {components} = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  const ofType = <T>(type: string, key: string) =>
    components.filter(({compType}) => compType === type).map(({compData}) => compData[key] as T)

  const [page] = ofType<{iframeUrl: string}>('BACK_OFFICE_PAGE', 'backOfficePage')
  if (!page) throw new AppNotBuilt(`The app in ${folder} has no dashboard page`)
  const webhooks = ofType<{callbackUrl: string; webhookSlug: string}>('WEBHOOK', 'webhook')
  return {
    folder,
    pagePath: new URL(page.iframeUrl).pathname,
    webhookPaths: new Map(
      webhooks.map(({callbackUrl, webhookSlug}) => [webhookSlug, new URL(callbackUrl).pathname]),
    ),
    collections: ofType<{collections: AppCollection[]}>('DATA_COMPONENT', 'dataComponent').flatMap(
      ({collections}) => collections,
    ),
  }
}
