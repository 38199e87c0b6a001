import type {BackupType} from '../../contract'
import type {Formats, PluralForms} from './formats'

/** What is said of some collections: how many, and the names of the first few. */
export interface SomeCollections {
  count: number
  names: readonly string[]
}

interface Say {
  (english: string, hebrew: string): string
  <T>(english: T, hebrew: NoInfer<T>): T
}

export type Phrases = ReturnType<typeof createPhrases>

/** What several texts say, and `say` itself: English and Hebrew stand side by side, and one of them is said. */
export function createPhrases(formats: Formats) {
  const {plural, dateTime, list, number} = formats
  const isHebrew = formats.language.startsWith('he')
  const say: Say = <T>(english: T, hebrew: T): T => (isHebrew ? hebrew : english)

  const relative = (date: string, now: string) => {
    const text = formats.relative(date, now)
    return text === 'now' ? 'just now' : text
  }
  const typeOf: Record<BackupType, string> = {
    AUTO: say('automatic', 'האוטומטי'),
    ON_DEMAND: say('on-demand', 'היזום'),
  }
  const backupOf = (type: BackupType, date: string) =>
    say(`the ${typeOf[type]} backup from ${dateTime(date)}`, `הגיבוי ${typeOf[type]} מ־${dateTime(date)}`)
  const collections = (count: number) =>
    plural(
      count,
      say<PluralForms>(
        {one: '{n} collection', other: '{n} collections'},
        {one: 'אוסף אחד', two: 'שני אוספים', other: '{n} אוספים'},
      ),
    )
  const someCollections = ({count, names}: SomeCollections) =>
    count > names.length || names.length === 0 ? collections(count) : list(names)
  const few = (names: readonly string[]) => {
    const rest = names.length - 3
    const more = say<PluralForms>(
      {one: '{n} more', other: '{n} more'},
      {one: 'עוד אחד', two: 'עוד שניים', other: 'עוד {n}'},
    )
    return rest > 0 ? [...names.slice(0, 3), plural(rest, more)] : [...names]
  }
  /** A sentence begins with a capital letter; Hebrew has none. */
  const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

  const items = (count: number) => plural(count, {one: '{n} item', other: '{n} items'})
  const added = (count: number) =>
    say(
      `${items(count)} added`,
      plural(count, {one: 'פריט אחד נוסף', two: 'שני פריטים נוספו', other: '{n} פריטים נוספו'}),
    )
  const changed = (count: number, isFirst: boolean) =>
    say(
      `${isFirst ? items(count) : number(count)} changed`,
      plural(count, {one: 'פריט אחד השתנה', two: 'שני פריטים השתנו', other: '{n} פריטים השתנו'}),
    )
  /** "12 items added, 3 changed" */
  const changes = (addedItems: number, changedItems: number, between = ', ') =>
    [addedItems > 0 ? added(addedItems) : '', changedItems > 0 ? changed(changedItems, addedItems === 0) : '']
      .filter(Boolean)
      .join(between)

  return {...formats, say, relative, typeOf, backupOf, collections, someCollections, few, sentence, changes}
}
