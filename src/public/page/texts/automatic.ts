import type {Phrases} from './phrases'

export function automaticTexts({say}: Phrases) {
  return {
    automatic: {
      line: (isOn: boolean | null) =>
        isOn === null
          ? say(
              'Whether this app backs up by itself could not be read.',
              'לא ניתן היה לקרוא אם היישום הזה מגבה בעצמו.',
            )
          : isOn
            ? say(
                'This app also backs up when this page is opened and a backup is due.',
                'היישום הזה מגבה גם כשהדף הזה נפתח והגיע זמן לגבות.',
              )
            : say('This app doesn’t back up by itself.', 'היישום הזה אינו מגבה בעצמו.'),
      change: say('Change', 'שינוי'),
      changeLabel: say('Change whether this app backs up by itself', 'שינוי אם היישום הזה מגבה בעצמו'),
      title: say('Backups by this app', 'גיבויים של היישום הזה'),
      intro: say(
        'Wix makes automatic backups. This app can make on-demand backups in between. It never deletes a backup for a new one: when all places are taken, it makes none.',
        'Wix יוצר גיבויים אוטומטיים. היישום הזה יכול ליצור גיבויים יזומים ביניהם. הוא לעולם אינו מוחק גיבוי בשביל גיבוי חדש: כשכל המקומות תפוסים הוא אינו יוצר גיבוי.',
      ),
      onOpening: say(
        'Back up when this page is opened and a backup is due',
        'לגבות כשהדף הזה נפתח והגיע זמן לגבות',
      ),
      whenDue: say(
        'Due is when the newest backup is older than a day and Wix’s next automatic one isn’t expected within a day.',
        'הגיע זמן לגבות כשהגיבוי החדש ביותר ישן מיום, ולא צפוי גיבוי אוטומטי של Wix בתוך יום.',
      ),
      scheduler: say('From a scheduler of your own', 'מתזמון משלכם'),
      schedulerText: say(
        'A key lets whoever has it make one backup an hour, and nothing else. Use it with cron or another service that calls addresses at set times.',
        'מפתח מאפשר למי שמחזיק בו ליצור גיבוי אחד בשעה, ולא שום דבר אחר. השתמשו בו עם cron או עם שירות אחר שפונה לכתובות בזמנים קבועים.',
      ),
      hasKey: say('There is a key.', 'יש מפתח.'),
      noKey: say('There is no key.', 'אין מפתח.'),
      makeKey: say('Make a Key', 'יצירת מפתח'),
      makeAnotherKey: say('Make Another Key', 'יצירת מפתח אחר'),
      anotherEndsIt: say('Another key ends this one at once.', 'מפתח אחר מבטל את המפתח הזה מיד.'),
      removeKey: say('Remove the Key', 'הסרת המפתח'),
      keyOnce: say(
        'Copy this command now: the key in it is shown only once.',
        'העתיקו את הפקודה עכשיו: המפתח שבה מוצג פעם אחת בלבד.',
      ),
      command: say('The command for a scheduler', 'הפקודה לתזמון'),
      copy: say('Copy', 'העתקה'),
      copied: say('Copied', 'הועתק'),
      saving: say('Saving', 'נשמר'),
    },
  }
}
