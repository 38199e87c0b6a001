/**
 * Takes the API key out of a text. Nothing here writes it anywhere; this is for what others might echo, such as an
 * error that quotes a request's headers.
 */
export function hideKey(apiKey: string): (text: string) => string {
  // As it is, and as JSON or an address would spell it.
  const spellings = [apiKey, JSON.stringify(apiKey).slice(1, -1), encodeURIComponent(apiKey)]
  return (text) => spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, '[API key]'), text)
}
