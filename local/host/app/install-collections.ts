import {readFileSync} from 'node:fs'
import path from 'node:path'
import type {Engine, Field} from '../../engine/types'
import type {BuiltApp} from './built-app'

/**
 * What an installation does with a data collections extension: makes the app's collections, those that are missing.
 * They are the app's, so no backup holds them, and closed for everybody but admins and the app.
 */
export async function installCollections(engine: Engine, app: BuiltApp, appFolder: string): Promise<void> {
  if (app.collections.length === 0) return
  const namespace = readNamespace(appFolder)
  const known = new Set(engine.listCollections().map(({id}) => id))
  for (const {idSuffix, displayName, fields} of app.collections) {
    const id = `${namespace}/${idSuffix}`
    if (known.has(id)) continue
    await engine.createCollection({
      id,
      displayName: displayName ?? idSuffix,
      type: 'WIX_APP',
      fields: fields.map(({key, displayName, type}): Field => ({key, displayName: displayName ?? key, type})),
    })
  }
}

/** An app's collections are named `<its namespace>/<suffix>`; the namespace is chosen when the app is created. */
function readNamespace(appFolder: string): string {
  const text = readFileSync(path.join(appFolder, 'namespace.json'), 'utf8')
  return (JSON.parse(text) as {namespace: string}).namespace
}
