/**
 * What an outside scheduler sends: which installation it is for, and the installation's secret. Only the secret's
 * SHA-256 is kept: it is 256 random bits, which no list of passwords holds.
 */
export interface SchedulerKey {
  instanceId: string
  secret: string
}

const KEY = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.([\w-]{43})$/

export function readKey(text: unknown): SchedulerKey | null {
  const [, instanceId, secret] = (typeof text === 'string' && KEY.exec(text)) || []
  return instanceId !== undefined && secret !== undefined ? {instanceId, secret} : null
}

export function writeKey({instanceId, secret}: SchedulerKey): string {
  return `${instanceId}.${secret}`
}

export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')
}

export async function hashOf(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Takes as long wherever the two differ. */
export function isSameHash(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
