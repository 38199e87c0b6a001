/**
 * Takes a secret out of a text. Nothing here writes one anywhere; this is for what others might echo, such as an
 * error that quotes a request's headers.
 */
export function hideKey(secret: string, name = 'API key'): (text: string) => string {
  // As it is, and as JSON or an address would spell it.
  const spellings = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
  return (text) => spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, `[${name}]`), text)
}
