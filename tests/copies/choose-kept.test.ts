import {chooseKept, type Candidate, type Keep} from '../../bin/rules/choose-kept'
import {readKeep} from '../../bin/rules/read-keep'

const NOTHING: Keep = {daily: 0, weekly: 0, monthly: 0}

/** A copy named after its moment. */
const at = (moment: string, of = 'shop'): Candidate => ({
  file: moment,
  moment: moment.includes('T') ? `${moment}:00Z` : `${moment}T03:15:00Z`,
  of,
})

/** Each moment, newest first, with why it stays or goes. */
function table(keep: Partial<Keep>, moments: string[]): [string, string][] {
  const verdicts = chooseKept(
    moments.map((moment) => at(moment)),
    {...NOTHING, ...keep},
  )
  return verdicts.map(({file, keep, reasons}) => [file, `${keep ? 'stays' : 'goes'}: ${reasons.join(', ')}`])
}

describe('chooseKept', () => {
  test('keeps the newest copy of each of the last days that have one', () => {
    expect(
      table({daily: 2}, [
        '2026-05-12T01:00',
        '2026-05-12T09:00',
        '2026-05-11',
        '2026-05-09',
        '2026-05-10T23:59',
      ]),
    ).toEqual([
      ['2026-05-12T09:00', 'stays: the newest, daily 1 of 2: 2026-05-12'],
      ['2026-05-12T01:00', 'goes: superseded by 2026-05-12T09:00, of the same day'],
      ['2026-05-11', 'stays: daily 2 of 2: 2026-05-11'],
      ['2026-05-10T23:59', 'goes: superseded by 2026-05-11: older than what is kept'],
      ['2026-05-09', 'goes: superseded by 2026-05-11: older than what is kept'],
    ])
  })

  test('counts days that have a copy, not days that pass', () => {
    expect(table({daily: 3}, ['2026-05-12', '2026-04-01', '2025-12-31'])).toEqual([
      ['2026-05-12', 'stays: the newest, daily 1 of 3: 2026-05-12'],
      ['2026-04-01', 'stays: daily 2 of 3: 2026-04-01'],
      ['2025-12-31', 'stays: daily 3 of 3: 2025-12-31'],
    ])
  })

  test('weeks begin on Monday; the first days of a year may be of the last week of the year before', () => {
    expect(
      table({weekly: 3}, ['2027-01-04', '2027-01-03', '2026-12-31', '2026-12-28', '2026-12-27']),
    ).toEqual([
      ['2027-01-04', 'stays: the newest, weekly 1 of 3: 2027-W01'],
      ['2027-01-03', 'stays: weekly 2 of 3: 2026-W53'],
      ['2026-12-31', 'goes: superseded by 2027-01-03, of the same week'],
      ['2026-12-28', 'goes: superseded by 2027-01-03, of the same week'],
      ['2026-12-27', 'stays: weekly 3 of 3: 2026-W52'],
    ])
  })

  test('months', () => {
    expect(table({monthly: 2}, ['2026-03-31', '2026-03-01', '2026-02-28', '2026-01-31'])).toEqual([
      ['2026-03-31', 'stays: the newest, monthly 1 of 2: 2026-03'],
      ['2026-03-01', 'goes: superseded by 2026-03-31, of the same month'],
      ['2026-02-28', 'stays: monthly 2 of 2: 2026-02'],
      ['2026-01-31', 'goes: superseded by 2026-02-28: older than what is kept'],
    ])
  })

  test('a night a copy for 400 nights: 7 days, 5 weeks, 12 months', () => {
    const nights = Array.from({length: 400}, (_, n) =>
      new Date(Date.UTC(2026, 4, 12) - n * 86_400_000).toISOString().slice(0, 10),
    )
    const kept = table({daily: 7, weekly: 5, monthly: 12}, nights).filter(([, why]) =>
      why.startsWith('stays'),
    )
    expect(kept.map(([night]) => night)).toEqual([
      ...['2026-05-12', '2026-05-11', '2026-05-10', '2026-05-09', '2026-05-08', '2026-05-07', '2026-05-06'],
      ...['2026-05-03', '2026-04-30', '2026-04-26', '2026-04-19', '2026-03-31', '2026-02-28', '2026-01-31'],
      ...['2025-12-31', '2025-11-30', '2025-10-31', '2025-09-30', '2025-08-31', '2025-07-31', '2025-06-30'],
    ])
  })

  test('the newest stays, whatever the rule', () => {
    expect(table({monthly: 0, weekly: 0, daily: 0}, ['2026-03-31', '2026-03-30'])).toEqual([
      ['2026-03-31', 'stays: the newest'],
      ['2026-03-30', 'goes: superseded by 2026-03-31: older than what is kept'],
    ])
  })

  test('copies of other content stand in for nothing', () => {
    const verdicts = chooseKept([at('2026-05-12', 'shop'), at('2026-05-11', 'blog')], {...NOTHING, daily: 1})
    expect(verdicts.map(({keep}) => keep)).toEqual([true, true])
  })

  test('two copies of one moment: one of them stays', () => {
    const twins = ['a.zip', 'b.zip'].map((file) => ({...at('2026-05-12'), file}))
    expect(chooseKept(twins, {...NOTHING, daily: 7}).map(({file, keep}) => [file, keep])).toEqual([
      ['b.zip', true],
      ['a.zip', false],
    ])
  })

  test('of nothing, nothing', () => {
    expect(chooseKept([], {...NOTHING, daily: 7})).toEqual([])
  })
})

describe('readKeep', () => {
  test('reads any order, and zero for what is not named', () => {
    expect(readKeep('monthly=12, daily=7')).toEqual({daily: 7, weekly: 0, monthly: 12})
  })
  test.each([
    '',
    'daily',
    'daily=',
    'daily=1.5',
    'daily=1,daily=2',
    'yearly=1',
    'daily=0',
    '__proto__=1',
    'daily=10001',
  ])('refuses "%s"', (text) => expect(() => readKeep(text)).toThrow('--keep takes'))
})
