import type {CopyTroubleCode} from '../features/copies/copy-trouble'
import type {PluralForms} from './formats'
import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

export function copyTexts(phrases: Phrases) {
  return {copies: {...asking(phrases), ...going(phrases), ...ready(phrases)}}
}

function asking({say, backupOf, collections}: Phrases) {
  return {
    title: say('Copies of your own', 'עותקים משלכם'),
    text: say(
      'A file with your items and your collections’ structure, to keep outside Wix, or to bring back from.',
      'קובץ עם הפריטים ומבנה האוספים שלכם, לשמירה מחוץ ל־Wix או לשחזור ממנו.',
    ),
    download: say('Download a Copy', 'הורדת עותק'),
    asking: say('Download a copy', 'הורדת עותק'),
    copying: say('Copying', 'מעתיקים'),
    paused: say('The copy waits', 'ההעתקה ממתינה'),
    done: say('The copy is ready', 'העותק מוכן'),
    ofSite: say(
      'Everything is copied as it is now. While it is read, people may change it: for one moment of all, copy a backup.',
      'הכול מועתק כמו שהוא עכשיו. בזמן הקריאה ייתכנו שינויים: לרגע אחד של הכול, העתיקו גיבוי.',
    ),
    ofBackup: (type: 'AUTO' | 'ON_DEMAND', date: string) =>
      say(
        `What ${backupOf(type, date)} holds is copied. For each collection a private copy is made, read and removed; nothing on your site changes.`,
        `מעתיקים את מה שיש ב${backupOf(type, date)}. לכל אוסף נוצר עותק פרטי, נקרא ומוסר; דבר באתר לא משתנה.`,
      ),
    notInIt: say(
      'Not in it: media files (items hold their addresses), the sandbox, and what apps and external databases keep.',
      'לא כלולים: קובצי מדיה (הפריטים מכילים את כתובותיהם), ארגז החול, ומה ששמור באפליקציות ובמסדי נתונים חיצוניים.',
    ),
    leftOut: (count: number) =>
      say(
        `${collections(count)} of apps or external databases ${count === 1 ? 'stays' : 'stay'} out.`,
        `${collections(count)} של אפליקציות או מסדי נתונים חיצוניים לא ייכללו.`,
      ),
    what: say('What to copy', 'מה להעתיק'),
    all: say('All collections', 'כל האוספים'),
    some: say('Chosen collections', 'אוספים נבחרים'),
  }
}

function going(phrases: Phrases) {
  const {say} = phrases
  const {items} = counts(phrases)
  return {
    start: say('Copy', 'העתקה'),
    pause: say('Pause', 'השהיה'),
    goOn: say('Go On', 'המשך'),
    discard: say('Stop and Remove', 'עצירה והסרה'),
    hide: say('Hide', 'הסתרה'),
    show: say('Show', 'הצגה'),
    soFar: (value: number) => say(`${items(value)} so far.`, `${items(value)} עד כה.`),
    at: (collection: string, value: number) =>
      say(`${collection}: ${items(value)} in all so far.`, `${collection}: ${items(value)} בסך הכול עד כה.`),
    goesOn: say(
      'You can hide this: it goes on while this page is open. After a reload it goes on from where it was.',
      'אפשר להסתיר: ההעתקה נמשכת כל עוד הדף פתוח. אחרי טעינה מחדש היא ממשיכה מאיפה שעצרה.',
    ),
    waiting: say('It goes on by itself as soon as it can.', 'ההעתקה תמשיך מעצמה ברגע שאפשר.'),
    isPaused: say(
      'Nothing is copied until you go on. What is there stays.',
      'דבר לא מועתק עד שתמשיכו. מה שיש נשמר.',
    ),
    trouble: {
      DISK_FULL: say(
        'This browser has no more room for the copy. Make room on your disk, then go on; or choose fewer collections.',
        'אין עוד מקום לעותק בדפדפן. פנו מקום בדיסק והמשיכו, או בחרו פחות אוספים.',
      ),
      NO_DISK: say(
        'This browser keeps no files for this page. Use another one, not a private window; or the command for own copies.',
        'הדפדפן הזה לא שומר קבצים עבור הדף. השתמשו באחר, לא בחלון פרטי, או בפקודה לעותקים.',
      ),
      SCHEMA_CHANGED: say(
        'The fields of a collection were changed while it was copied. Remove this copy and begin anew.',
        'השדות של אוסף שונו בזמן ההעתקה. הסירו את העותק והתחילו מחדש.',
      ),
      COLLECTION_GONE: say(
        'A collection was deleted while it was copied. Remove this copy and begin anew.',
        'אוסף נמחק בזמן ההעתקה. הסירו את העותק והתחילו מחדש.',
      ),
      DAMAGED: say(
        'The file is not a copy, or it is damaged. Nothing was changed.',
        'הקובץ אינו עותק, או שהוא פגום. דבר לא השתנה.',
      ),
      NEWER: say(
        'A newer version made this copy. Update the page, then try again. Nothing was changed.',
        'גרסה חדשה יותר יצרה את העותק. עדכנו את הדף ונסו שוב. דבר לא השתנה.',
      ),
      FAILED: say('Something unexpected stopped it.', 'משהו לא צפוי עצר את הפעולה.'),
    } satisfies Record<CopyTroubleCode, string>,
  }
}

function ready(phrases: Phrases) {
  const {say, number, size, collections} = phrases
  const {items, addresses} = counts(phrases)
  return {
    stopped: say('It stopped', 'זה נעצר'),
    ready: (itemCount: number, collectionCount: number, bytes: number) =>
      say(
        `${items(itemCount)} of ${collections(collectionCount)}, ${size(bytes)}. It was read again, and is whole.`,
        `${items(itemCount)} מתוך ${collections(collectionCount)}, ${size(bytes)}. העותק נקרא שוב והוא שלם.`,
      ),
    save: say('Save the File', 'שמירת הקובץ'),
    saving: {
      saving: say('Saving the file.', 'שומרים את הקובץ.'),
      saved: say('Saved.', 'נשמר.'),
      failed: say(
        'It could not be saved there. Choose another place, or make room; the copy is still here.',
        'לא ניתן לשמור שם. בחרו מקום אחר או פנו מקום; העותק עדיין כאן.',
      ),
    },
    saveHint: say(
      'It waits in this browser until you are done here.',
      'הקובץ ממתין בדפדפן הזה עד שתסיימו כאן.',
    ),
    finish: say('Done', 'סיום'),
    changed: (name: string, changedItems: number | null, difference: number | null) =>
      [
        changedItems === null
          ? say(
              `${name}: Wix did not say how many items changed meanwhile.`,
              `${name}: Wix לא מסר כמה פריטים השתנו בינתיים.`,
            )
          : changedItems > 0
            ? say(
                `${name}: ${items(changedItems)} changed or came while it was read.`,
                `${name}: ${items(changedItems)} השתנו או נוספו בזמן הקריאה.`,
              )
            : '',
        difference !== null && difference !== 0
          ? say(
              `${name}: there are ${number(Math.abs(difference))} ${difference > 0 ? 'more' : 'fewer'} now.`,
              `${name}: יש עכשיו ${number(Math.abs(difference))} ${difference > 0 ? 'יותר' : 'פחות'}.`,
            )
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    listMedia: say('List the Media Files That Are Not in It', 'רשימת קובצי המדיה שאינם כלולים'),
    listing: say('Looking through the copy for media addresses.', 'מחפשים כתובות מדיה בעותק.'),
    noMedia: say('No item holds the address of a media file.', 'אין פריט עם כתובת של קובץ מדיה.'),
    saveMedia: (count: number) =>
      say(`Save the List (${addresses(count)})`, `שמירת הרשימה (${addresses(count)})`),
  }
}

function counts(phrases: Phrases) {
  const {say, plural} = phrases
  return {
    items: (value: number) => recoveryCounts(phrases)('items', value),
    addresses: (value: number) =>
      plural(
        value,
        say<PluralForms>(
          {one: '{n} address', other: '{n} addresses'},
          {one: 'כתובת אחת', two: 'שתי כתובות', other: '{n} כתובות'},
        ),
      ),
  }
}
