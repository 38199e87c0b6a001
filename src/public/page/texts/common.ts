import type {BackupType} from '../../contract'
import type {BackupView, RestorationView} from '../views'
import type {Estimate} from '../estimate-duration'
import type {Phrases} from './phrases'

export function commonTexts(phrases: Phrases) {
  const {say, duration, durationRange, number, collections} = phrases
  return {
    title: say('Backups', 'גיבויים'),

    subtitle: say(
      'Copies of the live content in your site’s collections, ready to be restored.',
      'עותקים של התוכן החי באוספים של האתר, מוכנים לשחזור.',
    ),

    createBackup: say('Create Backup', 'יצירת גיבוי'),

    loading: say('Loading your backups', 'הגיבויים נטענים'),

    unknown: say('Unknown', 'לא ידוע'),

    close: say('Close', 'סגירה'),

    cancel: say('Cancel', 'ביטול'),

    tryAgain: say('Try Again', 'ניסיון נוסף'),

    checking: say('Checking', 'בבדיקה'),

    dismiss: say('Dismiss', 'הסתרה'),

    collections,

    type: {AUTO: say('Automatic', 'אוטומטי'), ON_DEMAND: say('On demand', 'יזום')} satisfies Record<
      BackupType,
      string
    >,

    status: {
      PENDING: say('In progress', 'בתהליך'),
      READY: say('Ready', 'מוכן'),
      FAILED: say('Failed', 'נכשל'),
      DELETED: say('Deleted', 'נמחק'),
      CANCELED: say('Canceled', 'בוטל'),
      DELETING: say('Deleting', 'במחיקה'),
    } satisfies Record<BackupView['status'], string>,

    restorationStatus: {
      PENDING: say('In progress', 'בתהליך'),
      COMPLETED: say('Completed', 'הושלם'),
      FAILED: say('Failed', 'נכשל'),
    } satisfies Record<RestorationView['status'], string>,

    progress: {
      usually: say(
        ({lowMs, highMs}: Estimate) => `Usually takes ${durationRange(lowMs, highMs)}`,
        ({lowMs, highMs}) => `נמשך בדרך כלל ${durationRange(lowMs, highMs)}`,
      ),
      longer: say('Taking longer than usual', 'נמשך יותר מהרגיל'),
      elapsed: say(
        (ms: number) => `${duration(ms)} so far`,
        (ms: number) => `${duration(ms)} עד כה`,
      ),
      label: say('Estimated progress', 'התקדמות משוערת'),
      percent: say(
        (percent: number) => `About ${number(percent)}%`,
        (percent: number) => `בערך ${number(percent)}%`,
      ),
    },
  }
}
