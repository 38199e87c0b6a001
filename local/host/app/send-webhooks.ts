import {createSign} from 'node:crypto'
import type {WireEvents} from '../../wire/events'
import type {InstalledApp} from '../../wire/installed-app'
import type {AppWorker} from './app-worker'
import type {BuiltApp} from './built-app'

/** Sends the site's state changes to the app's event extensions, signed as Wix signs them. */
export function sendWebhooks(options: {
  events: WireEvents
  app: BuiltApp
  installed: InstalledApp
  privateKey: string
  worker: () => AppWorker
  log: (line: string) => void
}): void {
  const {events, app, installed, privateKey, worker, log} = options
  events.onBackupStateChanged((event) => send(event))
  events.onBackupRestorationStateChanged((event) => send(event))

  async function send({
    data,
    metadata,
  }: {
    data: unknown
    metadata: {eventType?: string | null}
  }): Promise<void> {
    const {eventType, ...told} = metadata as Record<string, unknown>
    const path = app.webhookPaths.get(String(eventType))
    if (path === undefined) return
    const payload = {...asWire(told), actionEvent: {body: asWire(data)}}
    const body = sign(
      {eventType, instanceId: installed.instanceId, data: JSON.stringify(payload)},
      privateKey,
    )
    const {status} = await worker().fetch(`http://localhost${path}`, {
      method: 'POST',
      headers: {'content-type': 'text/plain'},
      body,
    })
    if (status !== 200) log(`The app answered ${status} to the event ${String(eventType)}`)
  }
}

/** The wire says `id` where the SDK says `_id`, and its dates are text. */
function asWire(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value).replaceAll('"_id":', '"id":')) as Record<string, unknown>
}

/** A JWT (RS256) with the event as text inside, as the SDK's `webhooks.parseJWT` reads it. */
function sign(event: unknown, privateKey: string): string {
  const now = Math.floor(Date.now() / 1000)
  const parts = [
    {alg: 'RS256', typ: 'JWT'},
    {data: JSON.stringify(event), iat: now, exp: now + 60 * 60},
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  const signature = createSign('RSA-SHA256').update(parts.join('.')).sign(privateKey)
  return [...parts, signature.toString('base64url')].join('.')
}
