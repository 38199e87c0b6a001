import type {BackupType} from '../../contract'
import type {Phrases, SomeCollections} from './phrases'

export function outcomeTexts(phrases: Phrases) {
  const {say, dateTime, backupOf, someCollections, sentence} = phrases
  return {
    restoring: say(
      (what: SomeCollections, type: BackupType, date: string) =>
        `Restoring ${someCollections(what)} from ${backupOf(type, date)}`,
      (what: SomeCollections, type: BackupType, date: string) =>
        `${someCollections(what)} משוחזרים מתוך ${backupOf(type, date)}`,
    ),

    restoringHint: say(
      'Avoid changing these collections until it’s done: what’s added meanwhile may be lost.',
      'עדיף לא לשנות את האוספים האלה עד הסוף: מה שיתווסף בינתיים עלול ללכת לאיבוד.',
    ),

    outcome: {
      restored: say(
        (what: SomeCollections, date: string) =>
          `${sentence(someCollections(what))} ${what.count === 1 ? 'is' : 'are'} back to how ${what.count === 1 ? 'it was' : 'they were'} on ${dateTime(date)}.`,
        (what: SomeCollections, date: string) =>
          `${someCollections(what)}: הכול כפי שהיה ב־${dateTime(date)}.`,
      ),
      copied: say(
        (what: SomeCollections, date: string) =>
          `Copies of ${someCollections(what)} from ${dateTime(date)} are in your CMS, with “restored” in their names.`,
        (what: SomeCollections, date: string) =>
          `עותקים של ${someCollections(what)} מ־${dateTime(date)} נמצאים ב־CMS, ושמותיהם כוללים “restored”.`,
      ),
      restoredTitle: say('Restored', 'השחזור הושלם'),
      failedTitle: say('The restoration failed', 'השחזור נכשל'),
      failed: say(
        (what: SomeCollections, date: string) =>
          `${sentence(someCollections(what))} couldn’t be restored from the backup of ${dateTime(date)}. Check the collections, then try again or choose another backup.`,
        (what: SomeCollections, date: string) =>
          `לא ניתן היה לשחזר את ${someCollections(what)} מהגיבוי של ${dateTime(date)}. בדקו את האוספים ונסו שוב, או בחרו גיבוי אחר.`,
      ),
      uncertain: say(
        'Wix didn’t say who started it: it may be somebody else’s restoration.',
        'Wix לא אמר מי התחיל אותו: ייתכן שזה שחזור של מישהו אחר.',
      ),
      undo: say('Undo', 'ביטול השחזור'),
    },
  }
}
