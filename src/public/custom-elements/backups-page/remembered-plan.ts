import type {RestorePlan} from '../../page/page-state'

// The number changes with the shape of a plan.
const KEY = 'backups-page.plan.1'

// The page's code runs in a worker that ends with the page: what a safety backup was made for would be forgotten
// on a reload. The browser keeps it for this tab.

export function rememberPlan(plan: RestorePlan | null): void {
  try {
    if (plan) sessionStorage.setItem(KEY, JSON.stringify(plan))
    else sessionStorage.removeItem(KEY)
  } catch {
    // A frame without storage: then a reload shows the safety backup in the list, and no more.
  }
}

export function recallPlan(): RestorePlan | null {
  try {
    const json = sessionStorage.getItem(KEY)
    return json === null ? null : (JSON.parse(json) as RestorePlan)
  } catch {
    return null
  }
}
