export interface Identity {
  /** The value of the `Authorization` header. */
  id: string
  name: string
  may: string
}

export const IDENTITIES: readonly [Identity, ...Identity[]] = [
  {
    id: 'local-owner',
    name: 'Site owner',
    may: 'May use the Backups page, and call the Backups API directly.',
  },
  {
    id: 'local-collaborator',
    name: 'Collaborator',
    may: 'May use the Backups page: its web methods are for admins. The API itself refuses a collaborator, which is why the backend elevates its calls.',
  },
  {
    id: 'local-member',
    name: 'Site member',
    may: 'A signed-in visitor. May use neither: the page shows that permission is refused.',
  },
  {
    id: 'local-visitor',
    name: 'Visitor',
    may: 'Not signed in. May use neither: the page shows that permission is refused.',
  },
]

const KEY = 'identity'

/** Kept for this browser tab, so that two tabs can be two people. */
export function readIdentity(): Identity {
  return IDENTITIES.find(({id}) => id === sessionStorage.getItem(KEY)) ?? IDENTITIES[0]
}

export function writeIdentity(id: string) {
  sessionStorage.setItem(KEY, id)
}
