/** About 400 bytes each, as JSON. The same for the same numbers. */
export function sampleItem(n: number, id: string): {_id: string; [field: string]: unknown} {
  return {
    _id: id,
    title: `Item number ${n}`,
    price: (n * 7919) % 10_000,
    inStock: n % 3 === 0,
    addedOn: {$date: new Date(1_700_000_000_000 + n * 60_000).toISOString()},
    tags: [`tag${n % 10}`, `tag${n % 17}`],
    description: TEXT.slice(n % 50, (n % 50) + 110),
  }
}

const TEXT =
  'A sturdy thing of the kind that small shops sell, with a story to it, a price that is fair, and a label that ' +
  'somebody wrote by hand on a slow afternoon in autumn.'

/** Spread like UUIDs, but the same in every run. */
export function sampleId(n: number): string {
  const hex = (((n + 1) * 2_654_435_761) >>> 0).toString(16).padStart(8, '0')
  return `${hex}-${String(n).padStart(4, '0').slice(0, 4)}-4000-8000-${String(n).padStart(12, '0')}`
}
