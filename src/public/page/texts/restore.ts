import type {BackupType} from '../../contract'
import type {Estimate} from '../estimate-duration'
import type {Phrases} from './phrases'

export function restoreTexts(phrases: Phrases) {
  return {
    restore: {...choice(phrases), ...loss(phrases), ...safety(phrases), ...confirmation(phrases)},
  }
}

function choice({say, plural, dateTime, number, relative, typeOf, collections, sentence}: Phrases) {
  return {
    title: say(
      (date: string) => `Restore the backup from ${dateTime(date)}?`,
      (date: string) => `לשחזר את הגיבוי מ־${dateTime(date)}?`,
    ),
    undoTitle: say('Undo the restoration?', 'לבטל את השחזור?'),
    undoText: say(
      (date: string) =>
        `This restores the safety backup from ${dateTime(date)}, made just before the restoration.`,
      (date: string) => `גיבוי הביטחון מ־${dateTime(date)}, שנוצר רגע לפני השחזור, ישוחזר.`,
    ),
    about: say(
      (type: BackupType, date: string, now: string, count: number) =>
        `${sentence(typeOf[type])} backup, made ${relative(date, now)}, with ${collections(count)}.`,
      (type: BackupType, date: string, now: string, count: number) =>
        `גיבוי ${type === 'AUTO' ? 'אוטומטי' : 'יזום'}, נוצר ${relative(date, now)}, עם ${collections(count)}.`,
    ),
    what: say('What to restore', 'מה לשחזר?'),
    all: say(
      (count: number) => `All ${collections(count)}`.replace('All 1 ', 'The only '),
      (count: number) =>
        plural(count, {one: 'את האוסף היחיד', two: 'את שני האוספים', other: 'את כל {n} האוספים'}),
    ),
    some: say('Only some collections', 'רק חלק מהאוספים'),
    search: say('Search collections', 'חיפוש אוספים'),
    clearSearch: say('Clear search', 'ניקוי החיפוש'),
    selectAll: say(
      (count: number) => `Select all (${number(count)})`,
      (count: number) => `בחירת הכול (${number(count)})`,
    ),
    selected: say(
      (count: number, of: number) => `${number(count)} of ${number(of)} selected`,
      (count: number, of: number) => `נבחרו ${number(count)} מתוך ${number(of)}`,
    ),
    noMatches: say('No collection has this name', 'אין אוסף בשם הזה'),
    where: say('Where to', 'לאן לשחזר?'),
    replace: say('Replace the current items', 'במקום הפריטים הנוכחיים'),
    copy: say('Into a copy beside the original', 'לעותק לצד המקור'),
    copyText: say(
      'The originals stay as they are. Each copy is a new collection with “restored” in its name.',
      'האוספים המקוריים נשארים כפי שהם. כל עותק הוא אוסף חדש ששמו כולל “restored”.',
    ),
  }
}

function loss({say, plural, dateTime, durationRange, list, number, relative, few, changes}: Phrases) {
  return {
    warningTitle: say('Current items will be replaced', 'הפריטים הנוכחיים יוחלפו'),
    warning: say(
      (since: string, now: string) =>
        `The items in these collections will become exactly what they were ${relative(since, now)}. Items added since then may be lost, and changes are taken back.`,
      (since: string, now: string) =>
        `הפריטים באוספים האלה יהיו בדיוק כפי שהיו ${relative(since, now)}. פריטים שנוספו מאז עלולים ללכת לאיבוד, ושינויים יבוטלו.`,
    ),
    during: say(
      'Whatever visitors submit while it’s being restored may be lost too.',
      'גם מה שמבקרים ישלחו בזמן השחזור עלול ללכת לאיבוד.',
    ),
    deletedReturn: say('Items deleted since then come back.', 'פריטים שנמחקו מאז יחזרו.'),
    counting: say('Counting', 'בספירה'),
    forecastFailed: say('What will be lost couldn’t be counted.', 'לא ניתן היה לספור מה ילך לאיבוד.'),
    lost: changes,
    lostTotal: say(
      (added: number, changed: number, date: string) =>
        `${changes(added, changed, ' and ')} since ${dateTime(date)} will be lost.`,
      (added: number, changed: number, date: string) =>
        `מאז ${dateTime(date)} ${changes(added, changed)}, וכל אלה ילכו לאיבוד.`,
    ),
    nothingLost: say(
      (date: string) => `No item was added or changed since ${dateTime(date)}.`,
      (date: string) => `שום פריט לא נוסף ולא השתנה מאז ${dateTime(date)}.`,
    ),
    atLeast: say(
      'It may be more: some collections couldn’t be counted.',
      'ייתכן שיותר: חלק מהאוספים לא נספרו.',
    ),
    restoredSince: say(
      'Restored from another backup since: everything may differ',
      'שוחזר מאז מגיבוי אחר: הכול עשוי להיות שונה',
    ),
    restoredSinceTotal: say(
      (count: number) =>
        plural(count, {
          one: '{n} collection was restored from another backup since: everything in it may differ.',
          other: '{n} collections were restored from another backup since: everything in them may differ.',
        }),
      (count: number) =>
        plural(count, {
          one: 'אוסף אחד שוחזר מאז מגיבוי אחר: כל מה שבו עשוי להיות שונה.',
          two: 'שני אוספים שוחזרו מאז מגיבוי אחר: כל מה שבהם עשוי להיות שונה.',
          other: '{n} אוספים שוחזרו מאז מגיבוי אחר: כל מה שבהם עשוי להיות שונה.',
        }),
    ),
    losesHistory: say(
      'The history of what was brought back goes back too: receipts from after this backup are lost, and what they brought back can’t be undone.',
      'גם ההיסטוריה של מה שהוחזר חוזרת אחורה: קבלות מאחרי הגיבוי הזה ילכו לאיבוד, ולא יהיה אפשר לבטל את מה שהן החזירו.',
    ),
    unchanged: say('Nothing added or changed', 'דבר לא נוסף ולא השתנה'),
    notCounted: say('Couldn’t be counted', 'לא ניתן היה לספור'),
    missing: say('Not on your site now', 'לא נמצא באתר כרגע'),
    uncertain: say(
      'May not be in the backup: an app or another database keeps it',
      'ייתכן שאינו בגיבוי: הוא מנוהל על ידי אפליקציה או מסד נתונים חיצוני',
    ),
    references: say(
      (names: readonly string[]) => `References to ${list(few(names))} may be broken`,
      (names: readonly string[]) => `הפניות אל ${list(few(names))} עלולות להישבר`,
    ),
    tookLast: say(
      ({lowMs, highMs, samples}: Estimate) =>
        samples === 1
          ? `The last restoration took ${durationRange(lowMs, highMs)}.`
          : `The last ${number(samples)} restorations took ${durationRange(lowMs, highMs)}.`,
      ({lowMs, highMs, samples}) =>
        samples === 1
          ? `השחזור האחרון נמשך ${durationRange(lowMs, highMs)}.`
          : `${number(samples)} השחזורים האחרונים נמשכו ${durationRange(lowMs, highMs)}.`,
    ),
  }
}

function safety({say, dateTime, relative}: Phrases) {
  return {
    safety: say('Create a safety backup first', 'ליצור קודם גיבוי ביטחון'),
    safetyText: say(
      'Then you can undo the restoration. It starts by itself when the safety backup is ready.',
      'כך תוכלו לבטל את השחזור. הוא יתחיל מעצמו כשגיבוי הביטחון יהיה מוכן.',
    ),
    safetyEvicts: say(
      (date: string, now: string) =>
        `The safety backup will delete the oldest on-demand backup, from ${dateTime(date)} (${relative(date, now)}).`,
      (date: string, now: string) =>
        `גיבוי הביטחון ימחק את הגיבוי היזום הישן ביותר, מ־${dateTime(date)} (${relative(date, now)}).`,
    ),
    safetyOff: say(
      (date: string, now: string) =>
        `It’s off because it would delete the oldest on-demand backup, from ${dateTime(date)} (${relative(date, now)}).`,
      (date: string, now: string) =>
        `הוא כבוי כי הוא היה מוחק את הגיבוי היזום הישן ביותר, מ־${dateTime(date)} (${relative(date, now)}).`,
    ),
    safetyRefused: say(
      'A safety backup isn’t possible now: it would delete the very backup you’re restoring, because it’s the oldest on-demand one. Delete another on-demand backup first, or restore into a copy.',
      'אי אפשר ליצור עכשיו גיבוי ביטחון: הוא היה מוחק בדיוק את הגיבוי שאתם משחזרים, כי הוא הגיבוי היזום הישן ביותר. מחקו קודם גיבוי יזום אחר, או שחזרו לעותק.',
    ),
  }
}

function confirmation({say, plural}: Phrases) {
  return {
    typeName: say(
      (name: string) => `To confirm, type the name of your site: ${name}`,
      (name: string) => `לאישור, הקלידו את שם האתר: ${name}`,
    ),
    typeWord: say(
      (word: string) => `To confirm, type ${word}`,
      (word: string) => `לאישור, הקלידו ${word}`,
    ),
    nothingChosen: say('Choose at least one collection.', 'בחרו לפחות אוסף אחד.'),
    changed: say(
      'Something changed while you were deciding. Please look again.',
      'משהו השתנה בזמן שהחלטתם. בדקו שוב, בבקשה.',
    ),
    gone: say(
      'This backup has been deleted in the meantime. Choose another one.',
      'הגיבוי הזה נמחק בינתיים. בחרו גיבוי אחר.',
    ),
    confirmNone: say('Restore', 'שחזור'),
    confirm: say(
      (count: number) => plural(count, {one: 'Replace {n} Collection', other: 'Replace {n} Collections'}),
      (count: number) =>
        plural(count, {one: 'החלפת אוסף אחד', two: 'החלפת שני אוספים', other: 'החלפת {n} אוספים'}),
    ),
    confirmSafety: say(
      (count: number) =>
        plural(count, {
          one: 'Back Up, Then Replace {n} Collection',
          other: 'Back Up, Then Replace {n} Collections',
        }),
      (count: number) =>
        plural(count, {
          one: 'גיבוי ואז החלפת אוסף אחד',
          two: 'גיבוי ואז החלפת שני אוספים',
          other: 'גיבוי ואז החלפת {n} אוספים',
        }),
    ),
    confirmCopy: say(
      (count: number) => `Restore Into ${plural(count, {one: '{n} Copy', other: '{n} Copies'})}`,
      (count: number) =>
        plural(count, {one: 'שחזור לעותק אחד', two: 'שחזור לשני עותקים', other: 'שחזור ל־{n} עותקים'}),
    ),
    working: say('Starting', 'השחזור מתחיל'),
    checking: say(
      'It isn’t clear whether this was started. Checking before anything is repeated.',
      'לא ברור אם זה התחיל. בודקים לפני שחוזרים על משהו.',
    ),
    notFoundTitle: say('It isn’t clear whether it was started', 'לא ברור אם זה התחיל'),
    notFound: say(
      'Wix didn’t say, and nothing new is listed so far. If you try again, it’s looked for first.',
      'Wix לא אמר, ועד כה אין ברשימה דבר חדש. אם תנסו שוב, קודם נחפש אותו.',
    ),
  }
}
