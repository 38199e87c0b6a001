import {NotAnswered, PREFIX, ProbeSite} from './probe-site'
import type {Question} from './questions/question'
import {QUESTIONS} from './questions/questions'
import type {Target} from './target'

export interface Row extends Pick<Question, 'question' | 'assumed'> {
  observed: string
  verdict: 'as assumed' | 'differs' | 'not answered' | 'failed'
}

/** What is made and destroyed, said before it happens. */
export function announcement(target: Target): string[] {
  const {name, advance, isHarmless} = target
  return [
    `Asks ${name} ${questionsFor(target).length} questions.`,
    ...(isHarmless
      ? [
          `Creates collections whose names begin with ${PREFIX}, and an on-demand backup or two, where there is a free place`,
          'for them. Restores into its own collections only, evicts nothing. Takes a few minutes.',
        ]
      : [
          `Creates collections whose names begin with ${PREFIX}, and about twelve on-demand backups, one after the other.`,
          ...(advance
            ? ['It is a new local site, which is thrown away at the end.']
            : [
                'DESTROYS: every on-demand backup that the site has now (new ones evict them), and what was written to any',
                "collection since the probe began (it restores everything once). Restorations stay in the site's history.",
                'Takes about an hour. Use a site that nobody needs.',
              ]),
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
    for (const {question, assumed, ask} of questionsFor(target)) {
      const row = {question, assumed, ...(await answerOf(() => ask(site)))}
      rows.push(row)
      asked(row)
    }
  } finally {
    await site.cleanUp()
  }
  return rows
}

function questionsFor({isHarmless}: Target): Question[] {
  return QUESTIONS.filter((question) => !isHarmless || question.isHarmless)
}

async function answerOf(ask: () => ReturnType<Question['ask']>): Promise<Pick<Row, 'observed' | 'verdict'>> {
  try {
    const {observed, asAssumed} = await ask()
    return {observed, verdict: asAssumed === null ? 'not answered' : asAssumed ? 'as assumed' : 'differs'}
  } catch (error) {
    const {message} = error as Error
    const verdict = error instanceof NotAnswered ? 'not answered' : 'failed'
    return {observed: message.split('\n')[0]!.slice(0, 200), verdict}
  }
}

/** A table for docs/parity.md, or to be pasted into an issue. */
export function printTable(rows: Row[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const lines = rows.map(({question, assumed, observed, verdict}) =>
    ['', question, assumed, observed, verdict, ''].map(cell).join(' | ').trim(),
  )
  return ['| question | assumed | observed | |', '|---|---|---|---|', ...lines].join('\n')
}

/** The table with what it takes to read it elsewhere. Neither the site nor its content is named. */
export function printReport({through}: Target, rows: Row[], version: string, date: Date): string {
  const answered = rows.filter(({verdict}) => verdict === 'as assumed').length
  return [
    `Backups for Wix collections ${version}, asked through ${through} on ${date.toISOString().slice(0, 10)}: ${answered} of ${rows.length} as assumed.`,
    '',
    printTable(rows),
  ].join('\n')
}
