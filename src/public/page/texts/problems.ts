import type {PageProblem} from '../page-problem'
import type {Phrases} from './phrases'

export function problemTexts(phrases: Phrases) {
  const {say, relative} = phrases
  return {
    problem: {
      title: titles(phrases),
      text: (problem: PageProblem) => explain(problem, phrases),
      stale: say(
        (date: string, now: string) => `What you see is from ${relative(date, now)}.`,
        (date: string, now: string) => `מה שמוצג נקרא ${relative(date, now)}.`,
      ),
      requestId: say(
        (id: string) => `Request ID for Wix support: ${id}`,
        (id: string) => `מזהה הבקשה לתמיכה של Wix: ${id}`,
      ),
      collections: say(
        'The names of your collections couldn’t be read, but your backups are listed.',
        'לא ניתן היה לקרוא את שמות האוספים, אבל הגיבויים מוצגים.',
      ),
    },
  }
}

function titles({say}: Phrases) {
  return {
    INVALID_ARGUMENT: say('That isn’t possible', 'זה לא אפשרי'),
    BACKUP_NOT_FOUND: say('The backup is gone', 'הגיבוי כבר לא קיים'),
    BACKUP_NOT_READY: say('The backup isn’t ready', 'הגיבוי לא מוכן'),
    RESTORATION_NOT_FOUND: say('The restoration is gone', 'השחזור כבר לא קיים'),
    COLLECTION_NOT_IN_BACKUP: say('Not in this backup', 'לא נמצא בגיבוי הזה'),
    WOULD_EVICT: say('Another backup would be deleted', 'גיבוי אחר היה נמחק'),
    WOULD_OVERWRITE: say('Current items would be replaced', 'הפריטים הנוכחיים היו מוחלפים'),
    RESTORATION_IN_PROGRESS: say('A restoration is in progress', 'שחזור אחר בתהליך'),
    NOT_ALLOWED: say('You don’t have permission', 'אין לכם הרשאה'),
    SITE_NOT_ENABLED: say('Backups aren’t available on this site yet', 'גיבויים עדיין לא זמינים באתר הזה'),
    THROTTLED: say('Too many requests', 'יותר מדי בקשות'),
    UNAVAILABLE: say('Wix isn’t answering', 'Wix לא מגיב'),
    OUTCOME_UNKNOWN: say('It isn’t clear what happened', 'לא ברור מה קרה'),
    LOOK_NOT_FOUND: say('This look is closed', 'ההצצה הזו נסגרה'),
    LOOK_NOT_READY: say('The private copies aren’t ready', 'העותקים הפרטיים לא מוכנים'),
    TOO_MANY_LOOKS: say('Too many looks are open', 'יותר מדי הצצות פתוחות'),
    TOO_MANY_COPIES: say('Too many collections at once', 'יותר מדי אוספים בבת אחת'),
    TOO_MUCH_AT_ONCE: say('Too much at once', 'יותר מדי בבת אחת'),
    RECEIPT_NOT_FOUND: say('The receipt is gone', 'הקבלה כבר לא קיימת'),
    RECOVERY_NOT_PRIVATE: say('The history could be seen by others', 'אחרים עלולים לראות את ההיסטוריה'),
    PLAN_LIMIT_REACHED: say('Your plan allows no more', 'התוכנית שלכם לא מאפשרת עוד'),
    COLLECTION_NOT_FOUND: say('The collection is gone', 'האוסף כבר לא קיים'),
    UNEXPECTED: say('Something went wrong', 'משהו השתבש'),
    OFFLINE: say('You’re offline', 'אין חיבור לאינטרנט'),
    SESSION_ENDED: say('Your session has ended', 'ההתחברות שלכם הסתיימה'),
  } satisfies Record<PageProblem['code'], string>
}

function explain({code, message, status, lookStatus}: PageProblem, {say}: Phrases): string {
  switch (code) {
    case 'INVALID_ARGUMENT':
    case 'UNEXPECTED':
      return say(
        message || 'Try again. If it happens again, contact Wix support.',
        'נסו שוב. אם זה חוזר, פנו לתמיכה של Wix.',
      )
    case 'BACKUP_NOT_FOUND':
      return say('It may have been deleted. Choose another backup.', 'ייתכן שנמחק. בחרו גיבוי אחר.')
    case 'BACKUP_NOT_READY':
      return status === 'PENDING'
        ? say(
            'It’s still being created. Wait until it’s ready, then try again.',
            'הוא עדיין נוצר. חכו עד שיהיה מוכן ונסו שוב.',
          )
        : say(
            'It was deleted, or it failed and holds nothing. Choose another backup.',
            'הוא נמחק, או שנכשל ואין בו דבר. בחרו גיבוי אחר.',
          )
    case 'RESTORATION_NOT_FOUND':
      return say(
        'Refresh the list to see which restorations there are.',
        'רעננו את הרשימה כדי לראות אילו שחזורים יש.',
      )
    case 'COLLECTION_NOT_IN_BACKUP':
      return say(
        'This backup doesn’t hold all of the collections you chose. Choose only those it lists.',
        'הגיבוי הזה לא מכיל את כל האוספים שבחרתם. בחרו רק מתוך מה שרשום בו.',
      )
    case 'WOULD_EVICT':
      return say(
        'All on-demand backups are in use. Look again at which one would be deleted.',
        'כל הגיבויים היזומים בשימוש. בדקו שוב איזה מהם יימחק.',
      )
    case 'WOULD_OVERWRITE':
      return say('Confirm that the current items may be replaced.', 'אשרו שמותר להחליף את הפריטים הנוכחיים.')
    case 'RESTORATION_IN_PROGRESS':
      return say(
        'Some of these collections are being restored right now. Wait until that’s done, then try again.',
        'חלק מהאוספים האלה משוחזרים ממש עכשיו. חכו עד שזה יסתיים ונסו שוב.',
      )
    case 'OUTCOME_UNKNOWN':
      return say(
        'Wix didn’t say whether it was done, so it wasn’t repeated. Look at the list before you try again.',
        'Wix לא אמר אם זה בוצע, ולכן לא חזרנו על זה. בדקו ברשימה לפני שתנסו שוב.',
      )
    case 'COLLECTION_NOT_FOUND':
      return say(
        'It may have been deleted meanwhile. Nothing was changed. Refresh the page.',
        'ייתכן שנמחק בינתיים. דבר לא השתנה. רעננו את הדף.',
      )
    default:
      return explainAccess(code, lookStatus, say)
  }
}

type AccessCode = Extract<
  PageProblem['code'],
  'NOT_ALLOWED' | 'SITE_NOT_ENABLED' | 'THROTTLED' | 'UNAVAILABLE' | 'OFFLINE' | 'SESSION_ENDED'
>

/** Why nothing came through to Wix, or back from there. */
function explainAccess(
  code: AccessCode | RecoveryCode,
  lookStatus: PageProblem['lookStatus'],
  say: Phrases['say'],
): string {
  switch (code) {
    case 'NOT_ALLOWED':
      return say(
        'Only the site’s owner and collaborators who manage it can use backups. Ask the owner for access.',
        'רק בעלי האתר ושותפים שמנהלים אותו יכולים להשתמש בגיבויים. בקשו גישה מבעלי האתר.',
      )
    case 'SITE_NOT_ENABLED':
      return say(
        'Open the site in the editor, turn on Dev Mode, and publish it once. Then come back and try again.',
        'פתחו את האתר בעורך, הפעילו את מצב הפיתוח (Dev Mode) ופרסמו פעם אחת. אחר כך חזרו ונסו שוב.',
      )
    case 'THROTTLED':
      return say(
        'Wix is receiving too many requests from this site. Wait a minute, then try again.',
        'Wix מקבל יותר מדי בקשות מהאתר הזה. חכו דקה ונסו שוב.',
      )
    case 'UNAVAILABLE':
      return say(
        'Your backups aren’t affected. Try again in a moment.',
        'הגיבויים שלכם לא נפגעו. נסו שוב בעוד רגע.',
      )
    case 'OFFLINE':
      return say(
        'Check your connection. The page goes on by itself once you’re back.',
        'בדקו את החיבור. הדף ימשיך מעצמו כשתחזרו.',
      )
    case 'SESSION_ENDED':
      return say(
        'Reload the page and log in again. Your backups aren’t affected.',
        'טענו את הדף מחדש והתחברו שוב. הגיבויים שלכם לא נפגעו.',
      )
    default:
      return explainRecovery(code, lookStatus, say)
  }
}

type RecoveryCode = Extract<
  PageProblem['code'],
  | 'LOOK_NOT_FOUND'
  | 'LOOK_NOT_READY'
  | 'TOO_MANY_LOOKS'
  | 'TOO_MANY_COPIES'
  | 'TOO_MUCH_AT_ONCE'
  | 'RECEIPT_NOT_FOUND'
  | 'RECOVERY_NOT_PRIVATE'
  | 'PLAN_LIMIT_REACHED'
>

function explainRecovery(
  code: RecoveryCode,
  lookStatus: PageProblem['lookStatus'],
  say: Phrases['say'],
): string {
  switch (code) {
    case 'LOOK_NOT_FOUND':
      return say(
        'Its private copies are gone. Look inside the backup again.',
        'העותקים הפרטיים שלה הוסרו. הציצו שוב לתוך הגיבוי.',
      )
    case 'LOOK_NOT_READY':
      if (lookStatus === 'FAILED') {
        return say(
          'Wix could not make them, and what there was of them is removed. If your plan limits the number of items, there may be no room for copies. Nothing of yours was changed.',
          'Wix לא הצליח ליצור אותם, ומה שנוצר הוסר. אם התוכנית שלכם מגבילה את מספר הפריטים, ייתכן שאין מקום לעותקים. שום דבר שלכם לא השתנה.',
        )
      }
      return say(
        'They are still being made, or could not be made. Nothing was changed. Look inside the backup again.',
        'הם עדיין נוצרים, או שלא ניתן היה ליצור אותם. דבר לא השתנה. הציצו שוב לתוך הגיבוי.',
      )
    case 'TOO_MANY_LOOKS':
      return say('Close one of the open looks, then try again.', 'סגרו אחת מההצצות הפתוחות ונסו שוב.')
    case 'TOO_MANY_COPIES':
      return say(
        'A private copy is made of each collection, and of those that refer to it. Choose fewer collections.',
        'נוצר עותק פרטי של כל אוסף ושל האוספים שמפנים אליו. בחרו פחות אוספים.',
      )
    case 'TOO_MUCH_AT_ONCE':
      return say(
        'Choose fewer items, or make a safety backup and restore the whole collection. Nothing was changed.',
        'בחרו פחות פריטים, או צרו גיבוי ביטחון ושחזרו את האוסף כולו. דבר לא השתנה.',
      )
    case 'RECEIPT_NOT_FOUND':
      return say('Receipts are kept for 90 days.', 'קבלות נשמרות 90 יום.')
    case 'PLAN_LIMIT_REACHED':
      return say(
        'Private copies count as collections, and their items as items. Remove copies that were left over, or what you no longer need, then try again. Nothing of yours was changed.',
        'עותקים פרטיים נספרים כאוספים, והפריטים שבהם כפריטים. הסירו עותקים שנשארו, או מה שכבר לא נחוץ, ונסו שוב. שום דבר שלכם לא השתנה.',
      )
    case 'RECOVERY_NOT_PRIVATE':
      return say(
        'In the CMS, set the permissions of the collection “Backups: history” to admins only, then try again.',
        'ב־CMS, הגדירו את ההרשאות של האוסף “Backups: history” למנהלים בלבד ונסו שוב.',
      )
  }
}
