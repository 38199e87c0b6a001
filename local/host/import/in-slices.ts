/** How long the host works on one thing before it looks at what else is asked of it. */
const SLICE_MS = 8
/** A look at the clock costs as much as a short row. */
const ROWS_A_LOOK = 50

/** Does something for each, in slices, so that a large file does not silence the host. */
export async function inSlices<T>(all: Iterable<T>, work: (one: T) => void | Promise<void>): Promise<void> {
  let since = performance.now()
  let rows = 0
  for (const one of all) {
    const working = work(one)
    if (working) await working
    if (++rows % ROWS_A_LOOK !== 0 || performance.now() - since < SLICE_MS) continue
    await nextTurn()
    since = performance.now()
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
