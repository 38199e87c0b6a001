import {applicationError} from './wire-error'

/** Who calls, as the `Authorization` header says. `local-app` is what elevation sends. */
export type Identity = 'owner' | 'collaborator' | 'member' | 'visitor' | 'app'

export const IDENTITIES: Record<string, Identity> = {
  'local-owner': 'owner',
  'local-collaborator': 'collaborator',
  'local-member': 'member',
  'local-visitor': 'visitor',
  'local-app': 'app',
}

/** No header is a visitor; a header that nobody here has given is refused, as Wix refuses an expired one. */
export function readIdentity(authorization: string | undefined): Identity {
  if (authorization === undefined || authorization === '') return 'visitor'
  const identity = Object.hasOwn(IDENTITIES, authorization) ? IDENTITIES[authorization] : undefined
  if (!identity) {
    throw applicationError(
      401,
      'UNAUTHENTICATED',
      `Unknown identity. Known: ${Object.keys(IDENTITIES).join(', ')}`,
    )
  }
  return identity
}

/** Velo's `Permissions.Admin`: site owners and collaborators. */
export function isAdmin(identity: Identity): boolean {
  return identity === 'owner' || identity === 'collaborator'
}

/** Admins, and the app that code elevates to: whose rights collections' permissions do not limit. */
export function managesSite(identity: Identity): boolean {
  return isAdmin(identity) || identity === 'app'
}

/** What the `_owner` of an item written by this identity is. */
export const OWNER_IDS: Record<Identity, string> = {
  owner: '0f000000-0000-4000-8000-000000000001',
  collaborator: '0f000000-0000-4000-8000-000000000002',
  member: '0f000000-0000-4000-8000-000000000003',
  visitor: '0f000000-0000-4000-8000-000000000004',
  app: '0f000000-0000-4000-8000-000000000005',
}
