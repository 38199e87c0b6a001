import type {BackupType} from '../../contract'
import type {When} from '../features/recovery/recovery-state'
import type {ReceiptSummary} from '../features/recovery/receipt-view'
import type {PluralForms} from './formats'
import type {Phrases} from './phrases'

export function recoveryTexts(phrases: Phrases) {
  const {say, plural, number, list, backupOf, dateTime, relative} = phrases
  const count = (value: number, english: PluralForms, hebrew: PluralForms) =>
    plural(value, say<PluralForms>(english, hebrew))
  const items = (value: number) =>
    count(
      value,
      {one: '{n} item', other: '{n} items'},
      {one: 'פריט אחד', two: 'שני פריטים', other: '{n} פריטים'},
    )
  const fields = (value: number) =>
    count(
      value,
      {one: '{n} field', other: '{n} fields'},
      {one: 'שדה אחד', two: 'שני שדות', other: '{n} שדות'},
    )
  const comeBack = (value: number) =>
    count(
      value,
      {one: '{n} item comes back.', other: '{n} items come back.'},
      {one: 'פריט אחד חוזר.', two: 'שני פריטים חוזרים.', other: '{n} פריטים חוזרים.'},
    )
  const fieldsBecome = (value: number) =>
    count(
      value,
      {one: '{n} field becomes what it was.', other: '{n} fields become what they were.'},
      {one: 'שדה אחד חוזר לערכו הקודם.', two: 'שני שדות חוזרים לערכם.', other: '{n} שדות חוזרים לערכם.'},
    )
  const mended = (value: number) =>
    count(
      value,
      {one: '{n} reference is mended.', other: '{n} references are mended.'},
      {one: 'הפניה אחת מתוקנת.', two: 'שתי הפניות מתוקנות.', other: '{n} הפניות מתוקנות.'},
    )
  const stay = (value: number) =>
    count(
      value,
      {one: '{n} item added since stays.', other: 'All {n} items added since stay.'},
      {
        one: 'פריט אחד שנוסף מאז נשאר.',
        two: 'שני הפריטים שנוספו מאז נשארים.',
        other: 'כל {n} הפריטים שנוספו מאז נשארים.',
      },
    )

  return {
    recovery: {
      missing: say('Something Is Missing', 'משהו חסר'),
      lookInside: say('Look Inside', 'הצצה פנימה'),
      title: {
        asking: say('What is missing?', 'מה חסר?'),
        opening: say('Making private copies', 'יוצרים עותקים פרטיים'),
        comparing: say('Comparing', 'משווים'),
        choosing: say('Choose what comes back', 'בחרו מה יחזור'),
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
        (compared: number) => `${items(compared)} compared so far.`,
        (compared: number) => `${items(compared)} הושוו עד כה.`,
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
      added: say(
        (value: number) => `Added since: ${items(value)}. They always stay.`,
        (value: number) => `נוספו מאז: ${items(value)}. הם תמיד נשארים.`,
      ),
      unchanged: say(
        (value: number) => `Unchanged: ${items(value)}.`,
        (value: number) => `ללא שינוי: ${items(value)}.`,
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
      lastChanged: say(
        (date: string) => `Last changed ${dateTime(date)}`,
        (date: string) => `שונה לאחרונה ${dateTime(date)}`,
      ),
      fieldsDiffer: say(
        (value: number) => `${fields(value)} differ${value === 1 ? 's' : ''}`,
        (value: number) => `${fields(value)} שונים`,
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
          [chosenItems > 0 ? items(chosenItems) : '', chosenFields > 0 ? fields(chosenFields) : '']
            .filter(Boolean)
            .join(', ') || 'Nothing',
        (chosenItems: number, chosenFields: number) =>
          [chosenItems > 0 ? items(chosenItems) : '', chosenFields > 0 ? fields(chosenFields) : '']
            .filter(Boolean)
            .join(', ') || 'דבר',
      ),
      chosenLabel: say('Comes back:', 'יחזור:'),
      review: say('Review', 'לסיכום'),
      back: say('Back', 'חזרה'),
      /** One sentence that is true: what is written, and that nothing else is. */
      sentence: (chosenItems: number, chosenFields: number, references: number | null, added: number) =>
        [
          chosenItems > 0 ? comeBack(chosenItems) : '',
          chosenFields > 0 ? fieldsBecome(chosenFields) : '',
          references !== null && references > 0 ? mended(references) : '',
          say('Nothing else is written.', 'דבר אחר לא נכתב.'),
          added > 0 ? stay(added) : '',
          chosenItems > 0 ? say('Wix dates them today.', 'Wix מתארך אותם להיום.') : '',
        ]
          .filter(Boolean)
          .join(' '),
      countingReferences: say('Counting what pointed at them', 'סופרים מה הפנה אליהם'),
      blankNow: say(
        (name: string, field: string, value: number) =>
          `${name}: ${count(value, {one: '{n} item pointed at these and is blank now', other: '{n} items pointed at these and are blank now'}, {other: ''})} (${field}).`,
        (name: string, field: string, value: number) =>
          `${name}: ${count(value, {other: ''}, {one: 'פריט אחד הפנה אליהם וריק עכשיו', two: 'שני פריטים הפנו אליהם וריקים עכשיו', other: '{n} פריטים הפנו אליהם וריקים עכשיו'})} (${field}).`,
      ),
      elsewhere: say(
        (value: number) =>
          value === 1
            ? '1 item points elsewhere by now, and stays as it is.'
            : `${items(value)} point elsewhere by now, and stay as they are.`,
        (value: number) => `${items(value)} כבר מפנים למקום אחר, ונשארים כך.`,
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
      stalled: say('It goes on by itself.', 'זה ימשיך מעצמו.'),
      reason: (english: string) => say(english, HEBREW_REASONS[english] ?? english),
      goesOn: say(
        'Wait for the end, or leave: what was begun can be gone on with.',
        'חכו לסיום, או עזבו: אפשר להמשיך במה שהתחיל.',
      ),
      result: (receipt: ReceiptSummary) =>
        [
          receipt.back > 0
            ? count(
                receipt.back,
                {one: '{n} item came back.', other: '{n} items came back.'},
                {one: 'פריט אחד חזר.', two: 'שני פריטים חזרו.', other: '{n} פריטים חזרו.'},
              )
            : '',
          receipt.fieldsBack > 0
            ? count(
                receipt.fieldsBack,
                {one: 'Fields of {n} item are as they were.', other: 'Fields of {n} items are as they were.'},
                {
                  one: 'שדות של פריט אחד הוחזרו.',
                  two: 'שדות של שני פריטים הוחזרו.',
                  other: 'שדות של {n} פריטים הוחזרו.',
                },
              )
            : '',
          receipt.takenBack > 0
            ? count(
                receipt.takenBack,
                {one: '{n} item was taken back.', other: '{n} items were taken back.'},
                {one: 'פריט אחד בוטל.', two: 'שני פריטים בוטלו.', other: '{n} פריטים בוטלו.'},
              )
            : '',
          receipt.mended > 0
            ? count(
                receipt.mended,
                {one: '{n} reference was mended.', other: '{n} references were mended.'},
                {one: 'הפניה אחת תוקנה.', two: 'שתי הפניות תוקנו.', other: '{n} הפניות תוקנו.'},
              )
            : '',
        ]
          .filter(Boolean)
          .join(' ') || say('Nothing was changed.', 'דבר לא השתנה.'),
      skipped: say(
        (value: number) => `${items(value)} left alone, since they were changed or made again meanwhile.`,
        (value: number) => `${items(value)} לא נגענו בהם, כי שונו או נוצרו מחדש בינתיים.`,
      ),
      keptNewer: say(
        (value: number) =>
          count(
            value,
            {
              one: '{n} reference points elsewhere by now, and stays.',
              other: '{n} references point elsewhere by now, and stay.',
            },
            {other: ''},
          ),
        (value: number) =>
          count(
            value,
            {other: ''},
            {
              one: 'הפניה אחת כבר מפנה למקום אחר, ונשארת.',
              two: 'שתי הפניות כבר מפנות למקום אחר, ונשארות.',
              other: '{n} הפניות כבר מפנות למקום אחר, ונשארות.',
            },
          ),
      ),
      unknownReferences: say(
        (value: number) =>
          count(
            value,
            {one: '{n} reference could not be looked up.', other: '{n} references could not be looked up.'},
            {other: ''},
          ),
        (value: number) =>
          count(
            value,
            {other: ''},
            {
              one: 'הפניה אחת לא ניתנה לבדיקה.',
              two: 'שתי הפניות לא ניתנו לבדיקה.',
              other: '{n} הפניות לא ניתנו לבדיקה.',
            },
          ),
      ),
      failed: say(
        (value: number) => `${items(value)} failed.`,
        (value: number) => `${items(value)} נכשלו.`,
      ),
      receiptOf: say(
        (date: string) => `Receipt of ${dateTime(date)}`,
        (date: string) => `קבלה מ־${dateTime(date)}`,
      ),
      interrupted: say(
        (isUndo: boolean, date: string, done: number, total: number) =>
          `${isUndo ? 'An Undo' : 'A recovery'} of ${dateTime(date)} stopped half way: ${number(done)} of ${number(total)} done.`,
        (isUndo: boolean, date: string, done: number, total: number) =>
          `${isUndo ? 'ביטול' : 'החזרה'} מ־${dateTime(date)} נעצרה באמצע: ${number(done)} מתוך ${number(total)} הושלמו.`,
      ),
      goOn: say('Go On', 'להמשיך'),
      goOnWith: say(
        (date: string) => `Go on with what began ${dateTime(date)}`,
        (date: string) => `להמשיך במה שהתחיל ${dateTime(date)}`,
      ),
      leftover: say(
        (names: readonly string[], backupDate: string, opened: string, now: string) =>
          `Private copies of ${list(names)} from the backup of ${dateTime(backupDate)}, opened ${relative(opened, now)}. Somebody may still be looking.`,
        (names: readonly string[], backupDate: string, opened: string, now: string) =>
          `עותקים פרטיים של ${list(names)} מהגיבוי של ${dateTime(backupDate)}, נפתחו ${relative(opened, now)}. ייתכן שמישהו עדיין מציץ.`,
      ),
      beingRemoved: say('Being removed', 'בהסרה'),
      open: say('Open', 'פתיחה'),
      remove: say('Remove', 'הסרה'),
      openCopies: say(
        (names: readonly string[]) => `Open the copies of ${list(names)}`,
        (names: readonly string[]) => `פתיחה: העותקים של ${list(names)}`,
      ),
      removeCopies: say(
        (names: readonly string[]) => `Remove the copies of ${list(names)}`,
        (names: readonly string[]) => `הסרה: העותקים של ${list(names)}`,
      ),
      leftOver: say('Not finished', 'לא הושלם'),
      moreReceipts: say(
        (value: number) => `Show ${number(value)} More`,
        (value: number) => `להציג עוד ${number(value)}`,
      ),
      undone: say('Taken back', 'בוטל'),
      by: say(
        (id: string) => `by user ${id}`,
        (id: string) => `על ידי משתמש ${id}`,
      ),
      lately: say('Brought back lately', 'הוחזרו לאחרונה'),
      copiesGone: say('The private copies are removed.', 'העותקים הפרטיים מוסרים.'),
      undo: say('Undo', 'ביטול הפעולה'),
      undoOf: say(
        (date: string) => `Undo what was brought back ${dateTime(date)}`,
        (date: string) => `ביטול מה שהוחזר ${dateTime(date)}`,
      ),
      done: say('Done', 'סיום'),
      fromBackup: (type: BackupType, date: string) => backupOf(type, date),
    },
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
