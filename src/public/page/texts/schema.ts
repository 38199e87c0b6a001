import type {SchemaChange} from '../../copies-contract'
import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

/** What changed in the collections themselves, and a deleted one made again. */
export function schemaTexts(phrases: Phrases) {
  const {say} = phrases
  const counted = recoveryCounts(phrases)
  return {
    schema: {
      title: say('Your collections have changed since', 'האוספים שלכם השתנו מאז'),
      deleted: (name: string, count: number) =>
        say(
          `${name} (${counted('fields', count)}) was deleted. A backup holds items, not fields: create it again as it was before you restore it.`,
          `${name} (${counted('fields', count)}) נמחק. גיבוי מחזיק פריטים ולא שדות: צרו אותו שוב כפי שהיה לפני שתשחזרו אותו.`,
        ),
      recreate: say('Create It Again', 'יצירה מחדש'),
      recreateNamed: (name: string) => say(`Create It Again: ${name}`, `יצירה מחדש: ${name}`),
      recreating: say('Creating it again.', 'יוצרים אותו מחדש.'),
      recreated: (name: string, left: string[]) =>
        left.length === 0
          ? say(
              `${name} is there again, with its fields and without items: restore it now.`,
              `${name} נמצא שוב, עם השדות שלו ובלי פריטים: שחזרו אותו עכשיו.`,
            )
          : say(
              `${name} is there again, without items, and without ${left.join(', ')}: what these fields point to is gone.`,
              `${name} נמצא שוב, בלי פריטים ובלי ${left.join(', ')}: מה שהשדות האלה מצביעים עליו איננו.`,
            ),
      change: (change: SchemaChange) => changeOf(change, say),
      more: (count: number) => say(`${count} more fields have changed.`, `עוד ${count} שדות השתנו.`),
    },
  }
}

function changeOf({collectionId, field, change, then, now}: SchemaChange, say: Phrases['say']): string {
  const name = `${collectionId}.${field}`
  switch (change) {
    case 'REMOVED':
      return say(
        `${name} (${then}) is no field of the collection any more: its values come back, the field does not.`,
        `${name} (${then}) כבר אינו שדה של האוסף: הערכים שלו חוזרים, השדה לא.`,
      )
    case 'RETYPED':
      return say(
        `${name} was ${then} and is ${now} now: values that do not fit may be shown wrongly.`,
        `${name} היה ${then} ועכשיו הוא ${now}: ערכים שאינם מתאימים עלולים להיות מוצגים לא נכון.`,
      )
    case 'POINTS_ELSEWHERE':
      return say(
        `${name} pointed into ${then} and points into ${now ?? 'nothing'} now.`,
        `${name} הצביע על ${then} ועכשיו מצביע על ${now ?? 'כלום'}.`,
      )
  }
}
