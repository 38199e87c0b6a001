import type {Conflict, RestoreMode} from '../../copies/restore-copy'
import type {FromCopyStep, ResultView} from '../features/copies/from-copy-view'
import type {PluralForms} from './formats'
import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

export function fromCopyTexts(phrases: Phrases) {
  return {fromCopy: {...reading(phrases), ...choosing(phrases), ...result(phrases), ...undoing(phrases)}}
}

function reading(phrases: Phrases) {
  const {say, number, dateTime} = phrases
  const {items} = counts(phrases)
  return {
    open: say('Bring Back from a Copy', 'שחזור מעותק'),
    title: {
      file: say('Bring back from a copy', 'שחזור מעותק'),
      reading: say('Reading the copy', 'קוראים את העותק'),
      choosing: say('Choose what comes back', 'בחרו מה יחזור'),
      writing: say('Bringing back', 'מחזירים'),
      done: say('Brought back', 'הוחזר'),
    } satisfies Record<FromCopyStep['name'], string>,
    choose: say('Choose the file of a copy', 'בחרו קובץ של עותק'),
    fileHint: say(
      'It is read here, in your browser, and checked to its last byte. Nothing is sent or changed before you say so.',
      'הקובץ נקרא כאן, בדפדפן שלכם, ונבדק עד הבייט האחרון. דבר לא נשלח ולא משתנה לפני שתאשרו.',
    ),
    verifying: (done: number, of: number) =>
      say(`Checking: ${number(done)} of ${items(of)}.`, `בודקים: ${number(done)} מתוך ${items(of)}.`),
    comparing: (done: number, of: number) =>
      say(
        `Comparing with the site: ${number(done)} of ${items(of)}.`,
        `משווים עם האתר: ${number(done)} מתוך ${items(of)}.`,
      ),
    ofMoment: (date: string) => say(`The copy is of ${dateTime(date)}.`, `העותק מ־${dateTime(date)}.`),
    otherSite: (name: string) =>
      say(
        `The copy is of another site, ${name}. Items keep their IDs; whoever brings them back becomes their owner.`,
        `העותק הוא של אתר אחר, ${name}. הפריטים שומרים על המזהים שלהם; מי שמחזיר אותם הופך לבעליהם.`,
      ),
  }
}

function choosing(phrases: Phrases) {
  const {say, dateTime} = phrases
  return {
    collection: say('Collection', 'אוסף'),
    deleted: say('Deleted', 'נמחקו'),
    changed: say('Changed', 'השתנו'),
    added: say('Added', 'נוספו'),
    take: (name: string) => say(`Bring back ${name}`, `החזרת ${name}`),
    missing: say('Not on the site: made again with its fields', 'לא באתר: ייווצר שוב עם השדות שלו'),
    isOther: say('Kept by an app now: only beside', 'שייך לאפליקציה: רק לצד'),
    look: (name: string) => say(`Look Inside ${name}`, `הצצה פנימה אל ${name}`),
    unknown: say('Unknown', 'לא ידוע'),
    mode: say('How', 'איך'),
    modes: {
      'keep-newer': say('Keep what is newer', 'לשמור את החדש'),
      replace: say('Replace', 'להחליף'),
      beside: say('Beside, as new collections', 'לצד, כאוספים חדשים'),
    } satisfies Record<RestoreMode, string>,
    hint: {
      'keep-newer': say(
        'What is missing comes back, and what is older on the site becomes the copy’s. Nothing newer is written over; what was added stays.',
        'מה שחסר חוזר, ומה שישן יותר באתר הופך למה שבעותק. דבר חדש לא נדרס; מה שנוסף נשאר.',
      ),
      replace: say(
        'The chosen collections become exactly what the copy holds: what was added or changed since is lost. A backup is made first.',
        'האוספים שנבחרו יהיו בדיוק מה שבעותק: מה שנוסף או שונה מאז יאבד. קודם נוצר גיבוי.',
      ),
      beside: say(
        'For each one a new collection is made with the copy’s fields. Nothing else on the site changes.',
        'לכל אחד נוצר אוסף חדש עם השדות שבעותק. דבר אחר באתר לא משתנה.',
      ),
    } satisfies Record<RestoreMode, string>,
    evicts: (date: string) =>
      say(
        `All places for on-demand backups are taken: the safety backup deletes the one from ${dateTime(date)}.`,
        `כל המקומות לגיבויים יזומים תפוסים: גיבוי הביטחון ימחק את הגיבוי מ־${dateTime(date)}.`,
      ),
    schema: say('Fields that are not what they were', 'שדות שאינם מה שהיו'),
    write: say('Bring Back', 'החזרה'),
    replaceNow: say('Back Up and Replace', 'גיבוי והחלפה'),
    replaceEvicting: say('Delete, Back Up and Replace', 'מחיקה, גיבוי והחלפה'),
    safety: say(
      'Making the safety backup. Nothing was written yet.',
      'יוצרים גיבוי ביטחון. דבר עוד לא נכתב.',
    ),
  }
}

function result(phrases: Phrases) {
  const {say, number, list} = phrases
  const {count, items} = counts(phrases)
  const reasons: Record<Conflict['reason'], string> = {
    NEWER: say('it is newer on the site', 'הוא חדש יותר באתר'),
    SAME_DATE: say('it differs, with the same date', 'הוא שונה, עם אותו תאריך'),
    CHANGED_MEANWHILE: say('it was changed or made meanwhile', 'הוא שונה או נוצר בינתיים'),
  }
  return {
    writing: (done: number, of: number) =>
      say(`${number(done)} of ${items(of)} done.`, `${number(done)} מתוך ${items(of)} הושלמו.`),
    stay: say(
      'Keep this page open. If it is stopped, choose the same file again: it goes on, and writes nothing twice.',
      'השאירו את הדף פתוח. אם זה נעצר, בחרו שוב את אותו קובץ: ההחזרה תמשיך ודבר לא ייכתב פעמיים.',
    ),
    result: ({inserted, updated, removed, unchanged, created, references}: ResultView) =>
      [
        created.length > 0 ? say(`Made again: ${list(created)}.`, `נוצרו: ${list(created)}.`) : '',
        inserted > 0
          ? count(
              inserted,
              {one: '{n} item came back.', other: '{n} items came back.'},
              {one: 'פריט אחד חזר.', two: 'שני פריטים חזרו.', other: '{n} פריטים חזרו.'},
            )
          : '',
        updated > 0
          ? count(
              updated,
              {one: '{n} item became the copy’s.', other: '{n} items became the copy’s.'},
              {one: 'פריט אחד הוחלף.', two: 'שני פריטים הוחלפו.', other: '{n} פריטים הוחלפו.'},
            )
          : '',
        removed > 0
          ? count(
              removed,
              {one: '{n} item was removed.', other: '{n} items were removed.'},
              {one: 'פריט אחד הוסר.', two: 'שני פריטים הוסרו.', other: '{n} פריטים הוסרו.'},
            )
          : '',
        references.written + references.mended > 0
          ? count(
              references.written + references.mended,
              {one: '{n} reference is whole again.', other: '{n} references are whole again.'},
              {one: 'הפניה אחת שוחזרה.', two: 'שתי הפניות שוחזרו.', other: '{n} הפניות שוחזרו.'},
            )
          : '',
        unchanged > 0 ? say(`${items(unchanged)} unchanged.`, `${items(unchanged)} ללא שינוי.`) : '',
      ]
        .filter(Boolean)
        .join(' ') || say('Nothing was changed.', 'דבר לא השתנה.'),
    dates: say(
      'Wix dated what came back today, and made you its owner.',
      'Wix תיארך את מה שחזר להיום, ואתם הבעלים.',
    ),
    conflicts: (value: number) =>
      say(`Kept as on the site: ${items(value)}.`, `נשארו כמו באתר: ${items(value)}.`),
    conflict: (title: string, reason: Conflict['reason']) => `${title}: ${reasons[reason]}`,
    failed: (value: number) => say(`Wix refused ${items(value)}.`, `Wix סירב ל${items(value)}.`),
    failedReferences: (value: number) =>
      count(
        value,
        {one: '{n} reference failed.', other: '{n} references failed.'},
        {one: 'הפניה אחת נכשלה.', two: 'שתי הפניות נכשלו.', other: '{n} הפניות נכשלו.'},
      ),
    fieldLeftOut: (collection: string, field: string, into: string) =>
      say(
        `${collection}.${field} was left out: the collection that it points into, ${into}, is nowhere.`,
        `${collection}.${field} לא נוצר: האוסף שאליו הוא מפנה, ${into}, לא קיים.`,
      ),
  }
}

function undoing(phrases: Phrases) {
  const {say, collections} = phrases
  const {items} = counts(phrases)
  return {
    undo: say('Undo', 'ביטול הפעולה'),
    undoHint: say(
      'Undo takes away what came back, and gives back what was changed, but for what was changed since or is referred to by now. New collections stay, empty.',
      'ביטול יסיר את מה שחזר ויחזיר את מה ששונה, חוץ ממה ששונה מאז או שכבר מפנים אליו. אוספים חדשים יישארו, ריקים.',
    ),
    undoing: say('Taking back what came back.', 'מבטלים את מה שחזר.'),
    undone: (takenBack: number, kept: number) =>
      [
        say(`Taken back: ${items(takenBack)}.`, `בוטלו: ${items(takenBack)}.`),
        kept > 0
          ? say(
              `${items(kept)} stay, since they were changed or are referred to by now.`,
              `${items(kept)} נשארו, כי שונו או שכבר מפנים אליהם.`,
            )
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    chosen: (value: number) => collections(value),
  }
}

function counts(phrases: Phrases) {
  const {say, plural} = phrases
  const count = (value: number, english: PluralForms, hebrew: PluralForms) =>
    plural(value, say<PluralForms>(english, hebrew))
  const items = (value: number) => recoveryCounts(phrases)('items', value)
  return {count, items}
}
