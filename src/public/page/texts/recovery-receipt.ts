import type {BackupType} from '../../contract'
import type {ReceiptSummary} from '../features/recovery/receipt-view'
import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

export function recoveryReceiptTexts(phrases: Phrases) {
  return {...outcome(phrases), ...receipts(phrases)}
}

function outcome(phrases: Phrases) {
  const {say} = phrases
  const counted = recoveryCounts(phrases)
  return {
    /** What came of it; nothing of it is left out. */
    result: ({back, fieldsBack, takenBack, mended}: ReceiptSummary) =>
      [
        back > 0 ? counted('cameBack', back) : '',
        fieldsBack > 0 ? counted('fieldsCameBack', fieldsBack) : '',
        takenBack > 0 ? counted('takenBack', takenBack) : '',
        mended > 0 ? counted('wasMended', mended) : '',
      ]
        .filter(Boolean)
        .join(' ') || say('Nothing was changed.', 'דבר לא השתנה.'),
    skipped: say(
      (value: number) =>
        `${counted('items', value)} left alone, since they were changed or made again meanwhile.`,
      (value: number) => `${counted('items', value)} לא נגענו בהם, כי שונו או נוצרו מחדש בינתיים.`,
    ),
    keptNewer: (value: number) => counted('keptNewer', value),
    unknownReferences: (value: number) => counted('unknownReferences', value),
    failed: say(
      (value: number) => `${counted('items', value)} failed.`,
      (value: number) => `${counted('items', value)} נכשלו.`,
    ),
  }
}

function receipts({say, number, list, backupOf, dateTime, relative}: Phrases) {
  return {
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
      (date: string) => `ביטול הפעולה: מה שהוחזר ${dateTime(date)}`,
    ),
    done: say('Done', 'סיום'),
    fromBackup: (type: BackupType, date: string) => backupOf(type, date),
    fromCopy: say(
      (date: string) => `Copy of ${dateTime(date)}`,
      (date: string) => `עותק מ־${dateTime(date)}`,
    ),
  }
}
