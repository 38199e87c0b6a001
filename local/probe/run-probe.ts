import {A, B, COPY, ProbeSite} from './probe-site'
import {QUESTIONS, type Question} from './questions'
import type {Target} from './target'

export interface Row extends Pick<Question, 'question' | 'assumed'> {
  observed: string
  verdict: 'as assumed' | 'differs' | 'not answered' | 'failed'
}

/** What is made and destroyed, said before it happens. */
export function announcement({name, advance}: Target): string[] {
  return [
    `Asks ${name} ${QUESTIONS.length} questions.`,
    `Creates the collections ${A}, ${B} and ${COPY}, and about twelve on-demand backups, one after the other.`,
    ...(advance
      ? ['It is a new local site, which is thrown away at the end.']
      : [
          'DESTROYS: every on-demand backup that the site has now (new ones evict them), and what was written to any',
          "collection since the probe began (it restores everything once). Restorations stay in the site's history.",
          'Takes about an hour. Use a site that nobody needs.',
        ]),
    'At the end, removes the collections and the backups that it made.',
  ]
}

/** Asks every question; a question that fails says why, and the others are asked all the same. */
export async function runProbe(target: Target, asked: (row: Row) => void = () => undefined): Promise<Row[]> {
  const site = new ProbeSite(target)
  const rows: Row[] = []
  try {
    await site.setUp()
    for (const {question, assumed, ask} of QUESTIONS) {
      const row = {question, assumed, ...(await answerOf(() => ask(site)))}
      rows.push(row)
      asked(row)
    }
  } finally {
    await site.cleanUp()
  }
  return rows
}

async function answerOf(ask: () => ReturnType<Question['ask']>): Promise<Pick<Row, 'observed' | 'verdict'>> {
  try {
    const {observed, asAssumed} = await ask()
    return {observed, verdict: asAssumed === null ? 'not answered' : asAssumed ? 'as assumed' : 'differs'}
  } catch (error) {
    const {message} = error as Error
    return {observed: message.split('\n')[0]!.slice(0, 200), verdict: 'failed'}
  }
}

/** A table for docs/parity.md. */
export function printTable(rows: Row[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const lines = rows.map(({question, assumed, observed, verdict}) =>
    ['', question, assumed, observed, verdict, ''].map(cell).join(' | ').trim(),
  )
  return ['| question | assumed | observed | |', '|---|---|---|---|', ...lines].join('\n')
}
