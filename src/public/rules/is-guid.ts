const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The form of Wix's IDs of backups, restorations and sites (`@format GUID` in the SDK's types). */
export function isGuid(text: string): boolean {
  return GUID.test(text)
}
