import type {BackupType} from '../../contract'
import type {When} from '../features/recovery/recovery-state'
import type {Phrases} from './phrases'
import {recoveryChoiceTexts, recoveryReviewTexts} from './recovery-choice'
import {recoveryCounts} from './recovery-counts'
import {recoveryReceiptTexts} from './recovery-receipt'

export function recoveryTexts(phrases: Phrases) {
  return {
    recovery: {
      ...asking(phrases),
      ...comparing(phrases),
      ...recoveryChoiceTexts(phrases),
      ...recoveryReviewTexts(phrases),
      ...recoveryReceiptTexts(phrases),
    },
  }
}

function asking({say, dateTime, relative}: Phrases) {
  return {
    missing: say('Something Is Missing', 'משהו חסר'),
    lookInside: say('Look Inside', 'הצצה פנימה'),
    title: {
      asking: say('What is missing?', 'מה חסר?'),
      opening: say('Making private copies', 'יוצרים עותקים פרטיים'),
      comparing: say('Comparing', 'משווים'),
      choosing: say('Choose what comes back', 'בחרו מה יחזור'),
      filling: say('Handing over what you chose', 'מעבירים את מה שבחרתם'),
      reviewing: say('Review', 'סיכום לפני הביצוע'),
      writing: say('Bringing back', 'מחזירים'),
      done: say('Brought back', 'הוחזר'),
      undoing: say('Taking back', 'מבטלים'),
      undone: say('Taken back', 'בוטל'),
    },
    steps: say(
      ['Find', 'Compare', 'Choose', 'Review', 'Receipt'],
      ['חיפוש', 'השוואה', 'בחירה', 'סיכום', 'קבלה'],
    ),
    stepsLabel: say('Steps', 'שלבים'),
    collection: say('Collection', 'אוסף'),
    chooseCollection: say('Choose a collection', 'בחרו אוסף'),
    when: say('When was it last there?', 'מתי זה עוד היה שם?'),
    ages: {
      now: say('At the newest backup', 'בגיבוי החדש ביותר'),
      today: say('Earlier today', 'מוקדם יותר היום'),
      yesterday: say('Yesterday', 'אתמול'),
      week: say('A week ago', 'לפני שבוע'),
      month: say('A month ago', 'לפני חודש'),
    } satisfies Record<When, string>,
    backup: say('Backup to look inside', 'הגיבוי שמציצים לתוכו'),
    backupName: (type: BackupType, date: string, now: string) =>
      `${dateTime(date)} (${relative(date, now)}, ${type === 'AUTO' ? say('automatic', 'אוטומטי') : say('on demand', 'יזום')})`,
    noBackup: say(
      'No backup that is ready holds this collection. Create a backup now, so that there is one next time.',
      'אף גיבוי מוכן לא מכיל את האוסף הזה. צרו גיבוי עכשיו, כדי שיהיה בפעם הבאה.',
    ),
    cost: say(
      (name: string) =>
        `Nothing in ${name} changes. A private copy of ${name}, and of the collections that refer to it, is made for admins only; usually 30 to 60 seconds. You can cancel at any time.`,
      (name: string) =>
        `דבר לא משתנה ב־${name}. נוצר עותק פרטי של ${name} ושל האוספים שמפנים אליו, למנהלים בלבד; בדרך כלל 30 עד 60 שניות. אפשר לבטל בכל רגע.`,
    ),
    costUnnamed: say(
      'Nothing on your site changes while you look. Private copies are made for admins only, and removed at the end.',
      'דבר באתר לא משתנה בזמן ההצצה. נוצרים עותקים פרטיים למנהלים בלבד, והם מוסרים בסוף.',
    ),
    history: say(
      'What was brought back is kept for 90 days in a collection for admins only, “Backups: history”. It is made the first time.',
      'מה שהוחזר נשמר 90 יום באוסף למנהלים בלבד, “Backups: history”. הוא נוצר בפעם הראשונה.',
    ),
    look: say('Look Inside', 'הצצה פנימה'),
  }
}

function comparing(phrases: Phrases) {
  const {say, number, list} = phrases
  const counted = recoveryCounts(phrases)
  return {
    opening: say(
      (names: readonly string[]) =>
        names.length > 0
          ? `Wix is making a private copy of ${list(names)}. Your live items aren’t touched.`
          : 'Asking Wix for the private copies. Your live items aren’t touched.',
      (names: readonly string[]) =>
        names.length > 0
          ? `Wix יוצר עותק פרטי של ${list(names)}. הפריטים החיים לא משתנים.`
          : 'מבקשים מ־Wix את העותקים הפרטיים. הפריטים החיים לא משתנים.',
    ),
    comparing: say(
      (compared: number) => `${counted('items', compared)} compared so far.`,
      (compared: number) => `${counted('items', compared)} הושוו עד כה.`,
    ),
    tabs: {
      deleted: say(
        (value: number) => `Deleted (${number(value)})`,
        (value: number) => `נמחקו (${number(value)})`,
      ),
      changed: say(
        (value: number) => `Changed (${number(value)})`,
        (value: number) => `השתנו (${number(value)})`,
      ),
    },
    listsLabel: say('What differs', 'מה שונה'),
    added: (value: number | null) =>
      value === null
        ? say(
            'How many were added since is not known. They always stay.',
            'לא ידוע כמה נוספו מאז. הם תמיד נשארים.',
          )
        : say(
            `Added since: ${counted('items', value)}. They always stay.`,
            `נוספו מאז: ${counted('items', value)}. הם תמיד נשארים.`,
          ),
    unchanged: say(
      (value: number) => `Unchanged: ${counted('items', value)}.`,
      (value: number) => `ללא שינוי: ${counted('items', value)}.`,
    ),
    search: say('Search all fields', 'חיפוש בכל השדות'),
    all: say('All that are shown', 'כל המוצגים'),
    none: {
      deleted: say(
        'Nothing was deleted from this collection since this backup.',
        'דבר לא נמחק מהאוסף הזה מאז הגיבוי.',
      ),
      changed: say(
        'Nothing was changed in this collection since this backup.',
        'דבר לא השתנה באוסף הזה מאז הגיבוי.',
      ),
      search: say('Nothing matches your search.', 'אין תוצאות לחיפוש.'),
    },
    noneOfCopy: {
      deleted: say(
        'Nothing was deleted from this collection since this copy.',
        'דבר לא נמחק מהאוסף הזה מאז העותק.',
      ),
      changed: say(
        'Nothing was changed in this collection since this copy.',
        'דבר לא השתנה באוסף הזה מאז העותק.',
      ),
    },
    costOfCopy: say(
      'Review writes what you chose into private copies for admins only, which are removed at the end.',
      'הסיכום כותב את מה שבחרתם לעותקים פרטיים למנהלים בלבד, שמוסרים בסוף.',
    ),
    toCopy: say('Back to the Copy', 'חזרה לעותק'),
    filling: (done: number, total: number) =>
      say(
        `${number(done)} of ${counted('items', total)} written into a private copy, for admins only.`,
        `${number(done)} מתוך ${counted('items', total)} נכתבו לעותק פרטי, למנהלים בלבד.`,
      ),
    nothingYet: say('Nothing in your collections was changed yet.', 'דבר באוספים שלכם עוד לא השתנה.'),
  }
}
