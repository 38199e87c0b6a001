import type {Phrases} from './phrases'

export function createTexts(phrases: Phrases) {
  const {say, dateTime, number, relative} = phrases
  return {
    create: {
      title: say('Create a backup?', 'ליצור גיבוי?'),
      failedTitle: say('The backup wasn’t created', 'הגיבוי לא נוצר'),
      checkingTitle: say('Was the backup started?', 'האם הגיבוי התחיל?'),
      evicts: say(
        (date: string, now: string) =>
          `Creating this backup will delete the oldest on-demand backup, from ${dateTime(date)} (${relative(date, now)}).`,
        (date: string, now: string) =>
          `יצירת הגיבוי הזה תמחק את הגיבוי היזום הישן ביותר, מ־${dateTime(date)} (${relative(date, now)}).`,
      ),
      slots: say(
        (used: number, limit: number) => `${number(used)} of ${number(limit)} on-demand backups are in use.`,
        (used: number, limit: number) => `${number(used)} מתוך ${number(limit)} גיבויים יזומים בשימוש.`,
      ),
      onlyOne: say(
        'It’s the only good backup within a week of that date.',
        'זה הגיבוי התקין היחיד בטווח של שבוע מהתאריך הזה.',
      ),
      other: say(
        'To keep it, cancel and delete another on-demand backup first. Automatic backups aren’t affected.',
        'כדי לשמור אותו, בטלו ומחקו קודם גיבוי יזום אחר. הגיבויים האוטומטיים לא ייפגעו.',
      ),
      changed: say(
        'Something changed while you were deciding. Please look again.',
        'משהו השתנה בזמן שהחלטתם. בדקו שוב, בבקשה.',
      ),
      free: say(
        'A place for on-demand backups is free now: nothing will be deleted.',
        'התפנה מקום לגיבוי יזום: דבר לא יימחק.',
      ),
      confirm: say('Create and Delete the Oldest', 'יצירה ומחיקת הישן ביותר'),
      confirmFree: say('Create Backup', 'יצירת גיבוי'),
      working: say('Creating', 'הגיבוי נוצר'),
      checking: say(
        'It isn’t clear whether the backup was started. Checking before anything is repeated.',
        'לא ברור אם הגיבוי התחיל. בודקים לפני שחוזרים על משהו.',
      ),
      notFoundTitle: say('It isn’t clear whether the backup was started', 'לא ברור אם הגיבוי התחיל'),
      notFound: say(
        'Wix didn’t say, and no new backup is listed so far. If you try again, it’s looked for first.',
        'Wix לא אמר, ועד כה אין ברשימה גיבוי חדש. אם תנסו שוב, קודם נחפש אותו.',
      ),
    },
  }
}
