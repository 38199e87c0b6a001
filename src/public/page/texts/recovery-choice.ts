import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

export function recoveryChoiceTexts(phrases: Phrases) {
  const {say, dateTime} = phrases
  const counted = recoveryCounts(phrases)
  return {
    lastChanged: say(
      (date: string) => `Last changed ${dateTime(date)}`,
      (date: string) => `שונה לאחרונה ${dateTime(date)}`,
    ),
    fieldsDiffer: say(
      (value: number) => `${counted('fields', value)} differ${value === 1 ? 's' : ''}`,
      (value: number) => `${counted('fields', value)} שונים`,
    ),
    then: say('Then', 'אז'),
    now: say('Now', 'עכשיו'),
    field: say('Field', 'שדה'),
    dateOf: dateTime,
    blank: say('Blank', 'ריק'),
    takeThen: say(
      (key: string) => `Take ${key} back to then`,
      (key: string) => `החזרת ${key} למה שהיה`,
    ),
    backToList: say('Back to the List', 'חזרה לרשימה'),
    reading: say('Reading both versions', 'קוראים את שתי הגרסאות'),
    chosen: say(
      (chosenItems: number, chosenFields: number) =>
        [
          chosenItems > 0 ? counted('items', chosenItems) : '',
          chosenFields > 0 ? counted('fields', chosenFields) : '',
        ]
          .filter(Boolean)
          .join(', ') || 'Nothing',
      (chosenItems: number, chosenFields: number) =>
        [
          chosenItems > 0 ? counted('items', chosenItems) : '',
          chosenFields > 0 ? counted('fields', chosenFields) : '',
        ]
          .filter(Boolean)
          .join(', ') || 'דבר',
    ),
    chosenLabel: say('Comes back:', 'יחזור:'),
    review: say('Review', 'לסיכום'),
    back: say('Back', 'חזרה'),
  }
}

export function recoveryReviewTexts(phrases: Phrases) {
  const {say, number, list} = phrases
  const counted = recoveryCounts(phrases)
  return {
    /** One sentence that is true: what is written, and that nothing else is. */
    sentence: (chosenItems: number, chosenFields: number, references: number | null, added: number | null) =>
      [
        chosenItems > 0 ? counted('comeBack', chosenItems) : '',
        chosenFields > 0 ? counted('fieldsBecome', chosenFields) : '',
        references !== null && references > 0 ? counted('mended', references) : '',
        say('Nothing else is written.', 'דבר אחר לא נכתב.'),
        added === null
          ? say('What was added since stays.', 'מה שנוסף מאז נשאר.')
          : added > 0
            ? counted('stay', added)
            : '',
        chosenItems > 0 ? say('Wix dates them today.', 'Wix מתארך אותם להיום.') : '',
      ]
        .filter(Boolean)
        .join(' '),
    goneFields: (names: string[]) =>
      say(
        `The collection no longer has ${list(names)}: what items hold there comes back with them, the fields do not.`,
        `לאוסף כבר אין ${list(names)}: מה שהפריטים מחזיקים שם חוזר איתם, השדות לא.`,
      ),
    lostReferences: (value: number) => counted('lostReferences', value),
    countingReferences: say('Counting what pointed at them', 'סופרים מה הפנה אליהם'),
    blankNow: (name: string, field: string, value: number) =>
      `${name}: ${counted('blankNow', value)} (${field}).`,
    elsewhere: say(
      (value: number) =>
        value === 1
          ? '1 item points elsewhere by now, and stays as it is.'
          : `${counted('items', value)} point elsewhere by now, and stay as they are.`,
      (value: number) => `${counted('items', value)} כבר מפנים למקום אחר, ונשארים כך.`,
    ),
    incomplete: say(
      'There was no time to count all of them: it may be more.',
      'לא היה זמן לספור את כולם: ייתכן שיש עוד.',
    ),
    mend: say('Mend these references', 'תיקון ההפניות האלה'),
    bringBack: say('Bring Back', 'החזרה'),
    writing: say(
      (done: number, total: number) => `${number(done)} of ${number(total)} done and checked.`,
      (done: number, total: number) => `${number(done)} מתוך ${number(total)} הושלמו ונבדקו.`,
    ),
    rests: say(
      (ms: number) =>
        `It rests for up to ${number(Math.ceil(ms / 1000))} seconds, so that the rest of your site keeps its share of Wix’s requests.`,
      (ms: number) =>
        `הפסקה של עד ${number(Math.ceil(ms / 1000))} שניות, כדי ששאר האתר ישמור על חלקו בבקשות ל־Wix.`,
    ),
    stalled: say('It goes on by itself.', 'זה ימשיך מעצמו.'),
    reason: (english: string) => say(english, HEBREW_REASONS[english] ?? english),
    goesOn: say(
      'Wait for the end, or leave: what was begun can be gone on with.',
      'חכו לסיום, או עזבו: אפשר להמשיך במה שהתחיל.',
    ),
  }
}

/** The backend's own sentences; what Wix says stays as Wix said it. */
const HEBREW_REASONS: Record<string, string> = {
  'An item with this ID exists.': 'כבר קיים פריט עם המזהה הזה.',
  'It may be somebody else who brought this back.': 'ייתכן שמישהו אחר החזיר אותו.',
  'It was changed since.': 'הוא שונה בינתיים.',
  'Other items refer to it by now.': 'פריטים אחרים כבר מפנים אליו.',
  'The backup does not hold this item.': 'הגיבוי לא מכיל את הפריט הזה.',
  'The item was deleted meanwhile.': 'הפריט נמחק בינתיים.',
  'It had been removed already.': 'הוא כבר הוסר.',
  'What it was before is not kept any more.': 'מה שהיה לפני כן כבר לא שמור.',
  'The collection was deleted meanwhile.': 'האוסף נמחק בינתיים.',
  'The private copy is not there any more. Look inside the backup again.':
    'העותק הפרטי כבר לא קיים. הציצו שוב לתוך הגיבוי.',
  'Wix did not say whether it was written, and it is not there.': 'Wix לא אמר אם נכתב, והוא לא שם.',
  'Wix did not change it.': 'Wix לא שינה אותו.',
  'Wix did not remove it.': 'Wix לא הסיר אותו.',
  'Wix refused to write it.': 'Wix סירב לכתוב אותו.',
  'Wix refused it.': 'Wix סירב.',
  'Wix changed fields of it while writing.': 'Wix שינה שדות שלו בזמן הכתיבה.',
}
