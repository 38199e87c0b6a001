// The SDK's types say that these are always there; a broken answer must not look like an empty one.
export function answered<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new Error(`Wix answered without "${name}"`)
  return value
}

export function toIso(date: Date | null | undefined): string | null {
  return date ? date.toISOString() : null
}
