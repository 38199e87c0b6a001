/** A Wix app that is installed on the local site: what Wix gives an app's backend, and tells of its callers. */
export interface InstalledApp {
  clientId: string
  clientSecret: string
  /** The installation: one app on one site. */
  instanceId: string
  siteId: string
}
