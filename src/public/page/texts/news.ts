import type {Notice, Trouble} from '../notice'
import type {Phrases} from './phrases'

export function newsTexts(phrases: Phrases) {
  const {say} = phrases
  return {
    notice: (notice: Notice, now: string) => noticeOf(notice, now, phrases),

    /** A write that was refused, or whose outcome stays unknown. */
    trouble: {
      title: (trouble: Trouble) => troubleTitle(trouble, phrases),
      several: say(
        (count: number) => `${count} are listed that may be it. Look at them before you try again.`,
        (count: number) => `${count} ברשימה עשויים להיות הוא. בדקו אותם לפני שתנסו שוב.`,
      ),
      stillListed: say(
        'Wix was asked to delete it, and it’s still listed. Look at the list before you try again.',
        'Wix התבקש למחוק אותו, והוא עדיין ברשימה. בדקו ברשימה לפני שתנסו שוב.',
      ),
    },
  }
}

function noticeOf(notice: Notice, now: string, phrases: Phrases): string {
  const {say, sentence, typeOf, backupOf, collections, dateTime, relative} = phrases
  switch (notice.kind) {
    case 'backupStarted':
      return say('Your backup is being created.', 'הגיבוי שלכם נוצר.')
    case 'backupDue':
      return say('A backup was due, and is being created.', 'הגיע זמן לגבות, והגיבוי נוצר.')
    case 'backupFound':
      return say(
        'Wix didn’t say whether your backup was started. One new backup is listed: it may be yours or somebody else’s.',
        'Wix לא אמר אם הגיבוי שלכם התחיל. ברשימה יש גיבוי חדש אחד: ייתכן שהוא שלכם, וייתכן שהוא של מישהו אחר.',
      )
    case 'backupGone':
      return say(
        'Your backup was created, and it has already been deleted again.',
        'הגיבוי שלכם נוצר, וכבר נמחק שוב.',
      )
    case 'backupReady':
      return say(`${sentence(typeOf[notice.type])} backup is ready.`, `הגיבוי ${typeOf[notice.type]} מוכן.`)
    case 'backupFailed': {
      const requested = relative(notice.requestedDate, now)
      return say(
        `The ${typeOf[notice.type]} backup requested ${requested} failed. It holds nothing: create another one.`,
        `הגיבוי ${typeOf[notice.type]} שהתבקש ${requested} נכשל. אין בו דבר: צרו גיבוי נוסף.`,
      )
    }
    case 'backupDeleted': {
      const backup = sentence(backupOf(notice.type, notice.requestedDate))
      return say(`${backup} was deleted.`, `${backup} נמחק.`)
    }
    default:
      return restoreNotice(
        notice,
        collections(notice.collectionCount),
        dateTime(notice.backupRequestedDate),
        phrases,
      )
  }
}

function restoreNotice(
  notice: Extract<Notice, {collectionCount: number}>,
  collections: string,
  date: string,
  {say, sentence}: Phrases,
): string {
  switch (notice.kind) {
    case 'restoreStarted':
      return say(`Restoring ${collections} from ${date}.`, `משחזרים ${collections} מ־${date}.`)
    case 'restoreFound':
      return say(
        `Wix didn’t say whether your restoration of ${collections} from ${date} was started. One like it is listed: it may be yours or somebody else’s.`,
        `Wix לא אמר אם השחזור שלכם של ${collections} מ־${date} התחיל. ברשימה יש שחזור כזה: ייתכן שהוא שלכם, וייתכן שהוא של מישהו אחר.`,
      )
    case 'restored':
      return notice.copy
        ? say(`${sentence(collections)} restored into copies.`, `השחזור לעותקים הושלם: ${collections}.`)
        : say(`${sentence(collections)} restored from ${date}.`, `השחזור מ־${date} הושלם: ${collections}.`)
    case 'restoreFailed':
      return say(
        `The restoration from ${date} failed. Check the collections, then try again.`,
        `השחזור מ־${date} נכשל. בדקו את האוספים ונסו שוב.`,
      )
    case 'restoreForgotten':
      return say(
        `The restoration of ${collections} from ${date} that was waiting won’t go on: its backup is no longer listed.`,
        `השחזור של ${collections} מ־${date} שחיכה לא ימשיך: הגיבוי שלו כבר לא ברשימה.`,
      )
  }
}

function troubleTitle({kind, problem}: Trouble, {say}: Phrases): string {
  const isUnknown = problem.code === 'OUTCOME_UNKNOWN'
  switch (kind) {
    case 'createBackup':
      return isUnknown
        ? say('It isn’t clear whether your backup was started', 'לא ברור אם הגיבוי שלכם התחיל')
        : say('The backup wasn’t created', 'הגיבוי לא נוצר')
    case 'deleteBackup':
      return isUnknown
        ? say('It isn’t clear whether the backup will be deleted', 'לא ברור אם הגיבוי יימחק')
        : say('The backup wasn’t deleted', 'הגיבוי לא נמחק')
    case 'restore':
      return isUnknown
        ? say('It isn’t clear whether your restoration was started', 'לא ברור אם השחזור שלכם התחיל')
        : say('The restoration wasn’t started', 'השחזור לא התחיל')
  }
}
