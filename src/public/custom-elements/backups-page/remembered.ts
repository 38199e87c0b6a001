// The page's code runs in a worker that ends with the page: what is under way would be forgotten on a reload. The
// browser keeps it for this tab. What it is, and whether it can be understood, is for the page's code to say.

const KEY = 'backups-page.remembered'
/** Where version 0.1 kept its plan. */
const FIRST_KEY = 'backups-page.plan.1'

export function remember(value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, JSON.stringify(value))
    sessionStorage.removeItem(FIRST_KEY)
  } catch {
    // A frame without storage: then a reload shows the backups and restorations in the lists, and no more.
  }
}

export function recall(): unknown {
  try {
    const text = sessionStorage.getItem(KEY) ?? sessionStorage.getItem(FIRST_KEY)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
