import type {BackupType} from '../../contract'
import type {JobStage} from '../job'
import type {Phrases, SomeCollections} from './phrases'

export function restoreJobTexts(phrases: Phrases) {
  const {say, number, backupOf, someCollections, sentence} = phrases
  return {
    job: {
      title: {
        safetyRequested: say('Step 1 of 2: Creating a safety backup', 'שלב 1 מתוך 2: יצירת גיבוי ביטחון'),
        safetyPending: say('Step 1 of 2: Creating a safety backup', 'שלב 1 מתוך 2: יצירת גיבוי ביטחון'),
        safetyReady: say(
          'The safety backup is ready. Nothing has been restored.',
          'גיבוי הביטחון מוכן. דבר לא שוחזר.',
        ),
        safetyFailed: say(
          'There’s no safety backup. Nothing has been restored.',
          'אין גיבוי ביטחון. דבר לא שוחזר.',
        ),
        restoreRequested: say('Step 2 of 2: Starting the restoration', 'שלב 2 מתוך 2: השחזור מתחיל'),
        restoring: say('Step 2 of 2: Restoring', 'שלב 2 מתוך 2: משחזרים'),
        restoreRefused: say(
          'The safety backup is ready, but the restoration didn’t start.',
          'גיבוי הביטחון מוכן, אבל השחזור לא התחיל.',
        ),
        restoreUnknown: say(
          'Step 2 of 2: It isn’t clear whether the restoration started',
          'שלב 2 מתוך 2: לא ברור אם השחזור התחיל',
        ),
      } satisfies Record<JobStage['stage'], string>,
      waiting: say(
        'A safety backup is being created. Nothing has been restored.',
        'גיבוי ביטחון נוצר עכשיו. דבר לא שוחזר.',
      ),
      next: say(
        (what: SomeCollections, type: BackupType, date: string) =>
          `When it’s ready, ${someCollections(what)} will be restored from ${backupOf(type, date)}.`,
        (what: SomeCollections, type: BackupType, date: string) =>
          `כשיהיה מוכן, ${someCollections(what)} ישוחזרו מתוך ${backupOf(type, date)}.`,
      ),
      restoring: say(
        (what: SomeCollections, type: BackupType, date: string) =>
          `${sentence(someCollections(what))} from ${backupOf(type, date)}. You can undo this afterward.`,
        (what: SomeCollections, type: BackupType, date: string) =>
          `${someCollections(what)} מתוך ${backupOf(type, date)}. אחר כך תוכלו לבטל.`,
      ),
      interrupted: say(
        (what: SomeCollections, type: BackupType, date: string) =>
          `The page was closed or reloaded before ${someCollections(what)} could be restored from ${backupOf(type, date)}. It won’t go on by itself.`,
        (what: SomeCollections, type: BackupType, date: string) =>
          `הדף נסגר או נטען מחדש לפני ש${someCollections(what)} שוחזרו מתוך ${backupOf(type, date)}. זה לא ימשיך מעצמו.`,
      ),
      failed: say(
        (what: SomeCollections, type: BackupType, date: string) =>
          `The safety backup failed or was deleted, so ${someCollections(what)} weren’t restored from ${backupOf(type, date)}.`,
        (what: SomeCollections, type: BackupType, date: string) =>
          `גיבוי הביטחון נכשל או נמחק, ולכן ${someCollections(what)} לא שוחזרו מתוך ${backupOf(type, date)}.`,
      ),
      unknown: say(
        (what: SomeCollections, type: BackupType, date: string) =>
          `Wix didn’t say whether ${someCollections(what)} are being restored from ${backupOf(type, date)}, and no such restoration is listed so far. If it turns up, this says so. Before anything is repeated, it’s looked for.`,
        (what: SomeCollections, type: BackupType, date: string) =>
          `Wix לא אמר אם ${someCollections(what)} משוחזרים מתוך ${backupOf(type, date)}, ועד כה אין ברשימה שחזור כזה. אם יופיע, זה ייכתב כאן. לפני שחוזרים על משהו, קודם מחפשים אותו.`,
      ),
      several: say(
        (what: SomeCollections, type: BackupType, date: string, count: number) =>
          `Wix didn’t say whether ${someCollections(what)} are being restored from ${backupOf(type, date)}. ${number(count)} restorations are listed that may be it. Look at them before you restore again.`,
        (what: SomeCollections, type: BackupType, date: string, count: number) =>
          `Wix לא אמר אם ${someCollections(what)} משוחזרים מתוך ${backupOf(type, date)}. ${number(count)} שחזורים ברשימה עשויים להיות הוא. בדקו אותם לפני שתשחזרו שוב.`,
      ),
      refusedAgain: say('One more try was refused.', 'ניסיון נוסף נדחה.'),
      uncertain: say(
        'Wix didn’t say that it was this page that started it: it may be somebody else’s.',
        'Wix לא אמר שהדף הזה התחיל אותו: ייתכן שהוא של מישהו אחר.',
      ),
      restoreNow: say('Restore Now', 'לשחזר עכשיו'),
      restoreWhenReady: say('Restore When Ready', 'לשחזר כשיהיה מוכן'),
      startAgain: say('Start Again', 'להתחיל מחדש'),
      stop: say('Don’t Restore', 'לא לשחזר'),
    },
  }
}
