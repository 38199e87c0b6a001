/** Something that the person has to decide or mend first: sentences, no stack. Nothing was changed. */
export class SiteProblem extends Error {
  /** @override */
  name = 'SiteProblem'

  /** @param {string[]} lines */
  constructor(...lines) {
    super(lines.join('\n'))
  }
}
