import type {BackupType} from '../../contract'
import type {Estimate} from '../estimate-duration'
import type {StatusFilter} from '../features/lists'
import type {Phrases} from './phrases'

export function listTexts(phrases: Phrases) {
  const {say, durationRange, number} = phrases
  return {
    list: {...table(phrases), ...restorations(phrases)},

    empty: {
      title: say('No backups yet', 'עדיין אין גיבויים'),
      text: say(
        'Create the first backup to be able to go back to your collections as they are now. Wix also creates one about every 7 days, once collections are edited.',
        'צרו את הגיבוי הראשון כדי שתוכלו לחזור לאוספים כפי שהם עכשיו. בנוסף, Wix יוצר גיבוי בערך כל 7 ימים, כשהאוספים נערכים.',
      ),
      noCollectionsTitle: say('Add a collection first', 'קודם מוסיפים אוסף'),
      noCollectionsText: say(
        'Backups hold the items of your site’s collections. Add a collection in the CMS, then come back.',
        'גיבויים מכילים את הפריטים שבאוספים של האתר. הוסיפו אוסף ב־CMS וחזרו לכאן.',
      ),
    },

    panel: {
      title: say('Backup details', 'פרטי הגיבוי'),
      requested: say('Requested', 'התבקש'),
      started: say('Started', 'התחיל'),
      finished: say('Finished', 'הסתיים'),
      deleted: say('Deleted', 'נמחק'),
      took: say('Took', 'משך'),
      restoring: say('Restoring it', 'משך השחזור'),
      about: say(
        ({lowMs, highMs}: Estimate) => `About ${durationRange(lowMs, highMs)}`,
        ({lowMs, highMs}) => `בערך ${durationRange(lowMs, highMs)}`,
      ),
      size: say('Size', 'גודל'),
      id: say('Backup ID', 'מזהה הגיבוי'),
      collections: say(
        (count: number) => `Collections (${number(count)})`,
        (count: number) => `אוספים (${number(count)})`,
      ),
      restorations: say('Restorations from this backup', 'שחזורים מהגיבוי הזה'),
      noRestorations: say('It hasn’t been restored.', 'הוא עדיין לא שוחזר.'),
      notYet: say('Not yet', 'עדיין לא'),
    },
  }
}

function table({say, number, backupOf}: Phrases) {
  return {
    backups: say('Backups', 'גיבויים'),
    restorations: say('Restorations', 'שחזורים'),
    type: say('Type', 'סוג'),
    anyType: say('All types', 'כל הסוגים'),
    status: say('Status', 'מצב'),
    statusFilter: {
      CURRENT: say('All statuses', 'כל המצבים'),
      READY: say('Ready', 'מוכן'),
      PENDING: say('In progress', 'בתהליך'),
      FAILED: say('Failed', 'נכשל'),
      DELETED: say('Deleted', 'נמחק'),
    } satisfies Record<StatusFilter, string>,
    requested: say('Requested', 'התבקש'),
    finished: say('Finished', 'הסתיים'),
    size: say('Size', 'גודל'),
    collections: say('Collections', 'אוספים'),
    actions: say('Actions', 'פעולות'),
    restore: say('Restore', 'שחזור'),
    delete: say('Delete', 'מחיקה'),
    restoreThis: say(
      (type: BackupType, date: string) => `Restore ${backupOf(type, date)}`,
      (type: BackupType, date: string) => `שחזור ${backupOf(type, date)}`,
    ),
    deleteThis: say(
      (type: BackupType, date: string) => `Delete ${backupOf(type, date)}`,
      (type: BackupType, date: string) => `מחיקת ${backupOf(type, date)}`,
    ),
    detailsOf: say(
      (type: BackupType, date: string) => `Details of ${backupOf(type, date)}`,
      (type: BackupType, date: string) => `פרטי ${backupOf(type, date)}`,
    ),
    newer: say('Newer', 'חדשים יותר'),
    older: say('Older', 'ישנים יותר'),
    page: say(
      (page: number) => `Page ${number(page)}`,
      (page: number) => `עמוד ${number(page)}`,
    ),
    noMatches: say('No backups match these filters', 'אין גיבויים שמתאימים לסינון'),
    clearFilters: say('Clear Filters', 'ניקוי הסינון'),
  }
}

function restorations({say, dateTime}: Phrases) {
  return {
    restoredFrom: say('Restored from', 'שוחזר מתוך'),
    took: say('Took', 'משך'),
    wholeSite: say('Everything in the backup', 'כל מה שבגיבוי'),
    asCopy: say('Into a copy', 'לעותק'),
    noRestorations: say('Nothing has been restored yet', 'עדיין לא שוחזר דבר'),
    noRestorationsHint: say(
      'When you restore a backup, you can follow it here.',
      'כשתשחזרו גיבוי, תוכלו לעקוב אחריו כאן.',
    ),
    failedRestoration: say(
      'Check the collections, then restore again. If it keeps failing, choose another backup.',
      'בדקו את האוספים ושחזרו שוב. אם זה נכשל שוב, בחרו גיבוי אחר.',
    ),
    failedBackup: say('It holds nothing. Create another one.', 'אין בו דבר. צרו גיבוי נוסף.'),
    again: say('Restore Again', 'שחזור חוזר'),
    undo: say('Undo', 'ביטול השחזור'),
    undoThis: say(
      (date: string) => `Undo the restoration from ${dateTime(date)}`,
      (date: string) => `ביטול השחזור מ־${dateTime(date)}`,
    ),
  }
}
