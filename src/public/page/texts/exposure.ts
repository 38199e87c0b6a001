import type {Protection} from '../features/exposure'
import type {TimelineEvent} from '../timeline'
import type {BackupView} from '../views'
import type {Phrases} from './phrases'

export function exposureTexts(phrases: Phrases) {
  const {say, dateTime} = phrases
  return {
    protection: {...level(phrases), ...facts(phrases)},

    timeline: {
      title: say('The last 5 weeks', '5 השבועות האחרונים'),
      today: say('Today', 'היום'),
      event: say(
        ({kind, status, date}: TimelineEvent) =>
          `${kind === 'RESTORATION' ? 'Restoration' : kind === 'AUTO' ? 'Automatic backup' : 'On-demand backup'}, ${dateTime(date)}${
            status === 'FAILED' ? ', failed' : status === 'PENDING' ? ', in progress' : ''
          }`,
        ({kind, status, date}) =>
          `${kind === 'RESTORATION' ? 'שחזור' : kind === 'AUTO' ? 'גיבוי אוטומטי' : 'גיבוי יזום'}, ${dateTime(date)}${
            status === 'FAILED' ? ', נכשל' : status === 'PENDING' ? ', בתהליך' : ''
          }`,
      ),
      legend: {
        AUTO: say('Automatic', 'אוטומטי'),
        ON_DEMAND: say('On demand', 'יזום'),
        RESTORATION: say('Restoration', 'שחזור'),
      } satisfies Record<TimelineEvent['kind'], string>,
      none: say('Nothing in the last 5 weeks.', 'לא היה דבר ב־5 השבועות האחרונים.'),
    },
  }
}

function level({say, relative}: Phrases) {
  return {
    label: say('Am I protected?', 'האם אני מוגן?'),
    title: {
      good: say('Your collections are protected', 'האוספים שלכם מוגנים'),
      stale: say('Your last good backup is getting old', 'הגיבוי התקין האחרון מתיישן'),
      lastFailed: say('Your latest backup failed', 'הגיבוי האחרון נכשל'),
      first: say('Your first backup is being created', 'הגיבוי הראשון נוצר עכשיו'),
      none: say('There’s no backup yet', 'עדיין אין גיבוי'),
      noCollections: say('There’s nothing to back up yet', 'עדיין אין מה לגבות'),
    } satisfies Record<Protection['level'], string>,
    sentence(level: Protection['level'], lastGood: BackupView | null, now: string): string {
      const from = lastGood ? relative(lastGood.requestedDate, now) : ''
      switch (level) {
        case 'good':
          return say(
            `The last good backup was made ${from}. You can go back to it at any time.`,
            `הגיבוי התקין האחרון נוצר ${from}. אפשר לחזור אליו בכל עת.`,
          )
        case 'stale':
          return say(
            `The last good backup was made ${from}. Automatic backups are expected every 7 days while collections are edited: create one now to be safe.`,
            `הגיבוי התקין האחרון נוצר ${from}. גיבויים אוטומטיים צפויים כל 7 ימים כשהאוספים נערכים: כדאי ליצור גיבוי עכשיו.`,
          )
        case 'lastFailed':
          return say(
            `You can still go back to the backup made ${from}. Create another one to protect what changed since.`,
            `עדיין אפשר לחזור לגיבוי שנוצר ${from}. כדי להגן על מה שהשתנה מאז, צרו גיבוי נוסף.`,
          )
        case 'first':
          return say('Until it’s ready, nothing can be restored.', 'עד שיהיה מוכן, אין ממה לשחזר.')
        case 'none':
          return say(
            'Wix backs up your live content about every 7 days, once its collections are edited. Create the first backup now to be able to go back.',
            'Wix מגבה את התוכן החי בערך כל 7 ימים, כשהאוספים נערכים. צרו את הגיבוי הראשון עכשיו כדי שיהיה לאן לחזור.',
          )
        case 'noCollections':
          return say(
            'This site has no collections. Once you add one and edit it, Wix backs up its live content about every 7 days.',
            'באתר הזה אין אוספים. אחרי שתוסיפו אוסף ותערכו אותו, Wix יגבה את התוכן החי שלו בערך כל 7 ימים.',
          )
      }
    },
  }
}

function facts({say, plural, list, number, few, changes}: Phrases) {
  return {
    lastGood: say('Last good backup', 'הגיבוי התקין האחרון'),
    noGood: say('None yet', 'עדיין אין'),
    nextAutomatic: say('Next automatic backup', 'הגיבוי האוטומטי הבא'),
    expected: say(
      (when: string) => `Expected ${when}`,
      (when: string) => `צפוי ${when}`,
    ),
    estimated: say('When collections are edited', 'כשהאוספים נערכים'),
    due: say('Expected', 'צפוי'),
    noAutomatic: say('Not known before the first one', 'לא ידוע לפני הגיבוי הראשון'),
    slots: say('On-demand backups', 'גיבויים יזומים'),
    slotsUsed: say(
      (used: number, limit: number) => `${number(used)} of ${number(limit)} used`,
      (used: number, limit: number) => `${number(used)} מתוך ${number(limit)} בשימוש`,
    ),
    slotsFree: say(
      (free: number) =>
        free === 0
          ? 'The next one deletes the oldest'
          : plural(free, {one: '{n} more is free', other: '{n} more are free'}),
      (free: number) =>
        free === 0
          ? 'הגיבוי הבא ימחק את הישן ביותר'
          : plural(free, {
              one: 'נותר מקום אחד פנוי',
              two: 'נותרו שני מקומות פנויים',
              other: 'נותרו {n} מקומות פנויים',
            }),
    ),
    exposure: say('Not in any backup yet', 'עדיין לא בשום גיבוי'),
    counting: say('Counting changes', 'השינויים נספרים'),
    notCounted: say('Couldn’t be counted', 'לא ניתן היה לספור'),
    noChanges: say('Nothing added or changed', 'דבר לא נוסף ולא השתנה'),
    changes,
    sinceLast: say('Since the last good backup', 'מאז הגיבוי התקין האחרון'),
    someUnknown: say(
      (count: number) =>
        plural(count, {
          one: '{n} collection couldn’t be counted',
          other: '{n} collections couldn’t be counted',
        }),
      (count: number) =>
        plural(count, {
          one: 'אוסף אחד לא נספר',
          two: 'שני אוספים לא נספרו',
          other: '{n} אוספים לא נספרו',
        }),
    ),
    restoredSince: say(
      (count: number) =>
        plural(count, {
          one: '{n} collection was restored from another backup since: everything in it may differ',
          other: '{n} collections were restored from another backup since: everything in them may differ',
        }),
      (count: number) =>
        plural(count, {
          one: 'אוסף אחד שוחזר מאז מגיבוי אחר: כל מה שבו עשוי להיות שונה',
          two: 'שני אוספים שוחזרו מאז מגיבוי אחר: כל מה שבהם עשוי להיות שונה',
          other: '{n} אוספים שוחזרו מאז מגיבוי אחר: כל מה שבהם עשוי להיות שונה',
        }),
    ),
    everythingMayDiffer: say('Everything may differ', 'הכול עשוי להיות שונה'),
    neverHeld: say(
      (names: readonly string[]) => `Kept by apps or other databases, and in no backup: ${list(few(names))}`,
      (names: readonly string[]) =>
        `מנוהלים על ידי אפליקציות או מסדי נתונים אחרים, ולא בשום גיבוי: ${list(few(names))}`,
    ),
    more: say(
      'The site has more collections than could be looked at: of those, nothing is known',
      'באתר יש אוספים נוספים שלא ניתן היה לבדוק: עליהם לא ידוע דבר',
    ),
    uncovered: say(
      (names: readonly string[]) => `In no backup: ${list(few(names))}`,
      (names: readonly string[]) => `לא בשום גיבוי: ${list(few(names))}`,
    ),
  }
}
