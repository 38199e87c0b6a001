import type {BackupType} from '../../contract'
import type {Phrases} from './phrases'

export function deleteTexts(phrases: Phrases) {
  const {say, relative, backupOf} = phrases
  return {
    delete: {
      title: say('Delete this backup?', 'למחוק את הגיבוי הזה?'),
      text: say(
        (type: BackupType, date: string, now: string) =>
          `You’re about to delete ${backupOf(type, date)} (${relative(date, now)}). You won’t be able to restore it.`,
        (type: BackupType, date: string, now: string) =>
          `${backupOf(type, date)} (${relative(date, now)}) יימחק. לא תוכלו לשחזר אותו.`,
      ),
      lastGood: say(
        'It’s your only good backup. After this, there’s nothing to go back to.',
        'זה הגיבוי התקין היחיד שלכם. אחרי המחיקה לא יהיה לאן לחזור.',
      ),
      gone: say(
        'This backup has already been deleted. There’s nothing left to do.',
        'הגיבוי הזה כבר נמחק. לא נותר מה לעשות.',
      ),
      confirm: say('Delete Backup', 'מחיקת הגיבוי'),
      working: say('Deleting', 'הגיבוי נמחק'),
    },
  }
}
