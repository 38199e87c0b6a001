/** How a name is compared that a person typed: case and blanks are no test of intent. */
export function matchesTyped(typed: string, expected: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase()
  return plain(typed) === plain(expected)
}
