/** What the texts call it by. */
export function whatIsRestored(of: {collectionCount: number; firstCollections: string[]}) {
  return {count: of.collectionCount, names: of.firstCollections}
}
