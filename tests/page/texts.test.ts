import {createFormats} from 'public/page/texts/formats'
import {textsFor} from 'public/page/texts/texts'

const en = createFormats('en-US', 'UTC')
const he = createFormats('he', 'UTC')
const NOW = '2026-11-23T14:00:00.000Z'

describe('languages', () => {
  it.each([
    ['en-GB', 'en-GB', 'ltr'],
    ['he-IL', 'he-IL', 'rtl'],
    ['fr-FR', 'en-US', 'ltr'],
    ['not a language', 'en-US', 'ltr'],
  ])('answers a reader of %s in %s, %s', (wanted, language, direction) => {
    expect(createFormats(wanted)).toMatchObject({language, direction})
  })

  it('has every text in Hebrew, in Hebrew', () => {
    const untranslated = leaves(textsFor(he))
      .filter(({text}) => !/[\u0590-\u05ff]/.test(text))
      .map(({path}) => path)
    expect(untranslated).toEqual([])
  })

  it('has the same keys in both languages', () => {
    expect(leaves(textsFor(he)).map(({path}) => path)).toEqual(leaves(textsFor(en)).map(({path}) => path))
  })

  it('falls back on the zone of the machine where the reader’s is unknown', () => {
    expect(() => createFormats('en-US', 'Mars/Olympus').dateTime(NOW)).not.toThrow()
  })
})

describe('numbers in sentences', () => {
  it.each([
    [1, '1 collection', 'אוסף אחד'],
    [2, '2 collections', 'שני אוספים'],
    [3, '3 collections', '3 אוספים'],
    [1000, '1,000 collections', '1,000 אוספים'],
  ])('counts %d', (count, inEnglish, inHebrew) => {
    expect(textsFor(en).collections(count)).toBe(inEnglish)
    expect(textsFor(he).collections(count)).toBe(inHebrew)
  })

  it.each([
    [1, 0, '1 item added since Nov 20, 2026, 2:00 PM will be lost.'],
    [14, 3, '14 items added and 3 changed since Nov 20, 2026, 2:00 PM will be lost.'],
    [0, 1, '1 item changed since Nov 20, 2026, 2:00 PM will be lost.'],
  ])('says what %d added and %d changed items mean', (added, changed, sentence) => {
    const said = textsFor(en).restore.lostTotal(added, changed, '2026-11-20T14:00:00.000Z')
    expect(said.replaceAll('\u202f', ' ')).toBe(sentence)
  })
})

describe('dates, sizes and durations', () => {
  it.each([
    ['2026-11-23T13:59:50.000Z', 'now'],
    ['2026-11-23T13:55:00.000Z', '5 minutes ago'],
    ['2026-11-23T09:00:00.000Z', '5 hours ago'],
    ['2026-11-22T14:00:00.000Z', 'yesterday'],
    ['2026-11-27T14:00:00.000Z', 'in 4 days'],
    ['2026-11-06T14:00:00.000Z', '2 weeks ago'],
    ['2025-11-06T14:00:00.000Z', 'last year'],
  ])('says %s as "%s"', (date, said) => {
    expect(en.relative(date, NOW)).toBe(said)
  })

  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [2_410_000, '2.4 MB'],
    [24_100_000, '24 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('says %d bytes as "%s"', (bytes, said) => {
    expect(en.size(bytes)).toBe(said)
  })

  it.each([
    [20_000, 40_000, '20–40 seconds'],
    [24_000, 24_000, '24 seconds'],
    [60_000, 180_000, '1–3 minutes'],
  ])('says %d to %d ms as "%s"', (low, high, said) => {
    expect(en.durationRange(low, high)).toBe(said)
  })

  it('says when the reader’s clock strikes, not the server’s', () => {
    expect(createFormats('en-US', 'Asia/Jerusalem').dateTime(NOW).replaceAll('\u202f', ' ')).toBe(
      'Nov 23, 2026, 4:00 PM',
    )
  })
})

/** Every text, those that are made by a function made once with plausible arguments. */
function leaves(texts: object, path = ''): {path: string; text: string}[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const at = path ? `${path}.${key}` : key
    if (typeof value === 'string') return [{path: at, text: value}]
    if (typeof value === 'function')
      return [{path: at, text: said(at, value as (...args: never[]) => string)}]
    return leaves(value as object, at)
  })
}

function said(path: string, make: (...args: never[]) => string): string {
  const some = {count: 2, names: ['A', 'B']}
  const estimate = {lowMs: 1000, highMs: 2000, samples: 2}
  const backup = {requestedDate: NOW}
  const byPath: [RegExp, unknown[]][] = [
    [/^protection\.sentence$/, ['good', backup, NOW]],
    [/^schema\.more$/, [3]],
    [/uncovered|neverHeld|references|\.more$/, [['A', 'B', 'C', 'D', 'E'], 5]],
    [/^timeline\.event$/, [{kind: 'AUTO', status: 'READY', date: NOW}]],
    [/^schema\.recreated$/, ['A', ['b']]],
    [/^schema\.change$/, [{collectionId: 'A', field: 'b', change: 'RETYPED', then: 'TEXT', now: 'NUMBER'}]],
    [/^restore\.about/, ['AUTO', NOW, NOW, 2]],
    [/usually|tookLast|about$/, [estimate]],
    [/^list\.undoThis|^restore\.title|^restore\.undoText|nothingLost/, [NOW]],
    [/victs$|safetyOff$/, [NOW, NOW]],
    [/This$|detailsOf|^delete\.text/, ['AUTO', NOW, NOW]],
    [/lostTotal/, [1, 2, NOW]],
    [/^restore\.warning$|stale/, [NOW, NOW]],
    [/^job\.|^restoring$/, [some, 'AUTO', NOW, 2]],
    [/^outcome\./, [some, NOW]],
    [/^problem\.text$/, [{code: 'UNAVAILABLE', message: ''}]],
    [/^trouble.title/, [{kind: 'restore', problem: {code: 'UNAVAILABLE', message: ''}}]],
    [/expected$/, ['in 4 days']],
    [/^notice$/, [{kind: 'backupReady', type: 'AUTO', requestedDate: NOW}, NOW]],
    [/^recovery\.(opening|openCopies|removeCopies|leftover)$/, [['A', 'B'], NOW, NOW, NOW]],
    [/^recovery\.goneFields$/, [['a', 'b']]],
    [/^recovery\.reason$/, ['It was changed since.']],
    [/typeName|typeWord|requestId/, ['name']],
    [/^copies\.ofBackup$/, ['AUTO', NOW]],
    [/^fromCopy\.(ofMoment|evicts)$/, [NOW]],
    [/^proving\.last$/, [NOW, 2, 3, 4000]],
    [/^fromCopy\.result$/, [{inserted: 2, created: ['A'], references: {written: 1, mended: 1}}]],
    [/^fromCopy\.conflict$/, ['A', 'NEWER']],
  ]
  const args = byPath.find(([pattern]) => pattern.test(path))?.[1] ?? [2, 3]
  return make(...(args as never[]))
}
