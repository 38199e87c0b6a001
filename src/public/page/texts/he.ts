import type {BackupType} from '../../contract'
import type {BackupView, PageProblem} from '../page-state'
import type {Protection} from '../page-state'
import type {SomeCollections, Texts} from './en'
import type {Formats} from './formats'

export function hebrew(formats: Formats): Texts {
  const {plural, dateTime, relative, duration, durationRange, list, number} = formats
  const typeOf: Record<BackupType, string> = {AUTO: 'האוטומטי', ON_DEMAND: 'היזום'}
  const collections = (count: number) =>
    plural(count, {one: 'אוסף אחד', two: 'שני אוספים', other: '{n} אוספים'})
  const added = (count: number) =>
    plural(count, {one: 'פריט אחד נוסף', two: 'שני פריטים נוספו', other: '{n} פריטים נוספו'})
  const changed = (count: number) =>
    plural(count, {one: 'פריט אחד השתנה', two: 'שני פריטים השתנו', other: '{n} פריטים השתנו'})
  const backupOf = (type: BackupType, date: string) => `הגיבוי ${typeOf[type]} מ־${dateTime(date)}`
  const changes = (addedItems: number, changedItems: number) =>
    [addedItems > 0 ? added(addedItems) : '', changedItems > 0 ? changed(changedItems) : '']
      .filter(Boolean)
      .join(', ')

  return {
    title: 'גיבויים',
    subtitle: 'עותקים של התוכן החי באוספים של האתר, מוכנים לשחזור.',
    createBackup: 'יצירת גיבוי',
    loading: 'הגיבויים נטענים',
    unknown: 'לא ידוע',
    close: 'סגירה',
    cancel: 'ביטול',
    tryAgain: 'ניסיון נוסף',
    checking: 'בבדיקה',
    dismiss: 'הסתרה',
    collections,

    type: {AUTO: 'אוטומטי', ON_DEMAND: 'יזום'},
    status: {
      PENDING: 'בתהליך',
      READY: 'מוכן',
      FAILED: 'נכשל',
      DELETED: 'נמחק',
      CANCELED: 'בוטל',
      DELETING: 'במחיקה',
    },
    restorationStatus: {PENDING: 'בתהליך', COMPLETED: 'הושלם', FAILED: 'נכשל'},

    protection: {
      label: 'האם אני מוגן?',
      title: {
        good: 'האוספים שלכם מוגנים',
        stale: 'הגיבוי התקין האחרון מתיישן',
        lastFailed: 'הגיבוי האחרון נכשל',
        first: 'הגיבוי הראשון נוצר עכשיו',
        none: 'האוספים שלכם עדיין לא מוגנים',
        noCollections: 'עדיין אין מה לגבות',
      },
      sentence(level: Protection['level'], lastGood: BackupView | null, now: string): string {
        const from = lastGood ? relative(lastGood.requestedDate, now) : ''
        switch (level) {
          case 'good':
            return `הגיבוי התקין האחרון נוצר ${from}. אפשר לחזור אליו בכל עת.`
          case 'stale':
            return `הגיבוי התקין האחרון נוצר ${from}. גיבויים אוטומטיים נוצרים בדרך כלל כל 7 ימים: כדאי ליצור גיבוי עכשיו.`
          case 'lastFailed':
            return `עדיין אפשר לחזור לגיבוי שנוצר ${from}. כדי להגן על מה שהשתנה מאז, צרו גיבוי נוסף.`
          case 'first':
            return 'עד שיהיה מוכן, אין ממה לשחזר.'
          case 'none':
            return 'Wix מגבה את התוכן החי כל 7 ימים. צרו את הגיבוי הראשון עכשיו כדי שיהיה לאן לחזור.'
          case 'noCollections':
            return 'באתר הזה אין אוספים. אחרי שתוסיפו אוסף, Wix יגבה את התוכן החי שלו כל 7 ימים.'
        }
      },
      lastGood: 'הגיבוי התקין האחרון',
      noGood: 'עדיין אין',
      nextAutomatic: 'הגיבוי האוטומטי הבא',
      estimated: 'הערכה: 7 ימים אחרי הקודם',
      due: 'צפוי עכשיו',
      noAutomatic: 'לא ידוע לפני הגיבוי הראשון',
      slots: 'גיבויים יזומים',
      slotsUsed: (used: number, limit: number) => `${number(used)} מתוך ${number(limit)} בשימוש`,
      slotsFree: (free: number) =>
        free === 0
          ? 'הגיבוי הבא ימחק את הישן ביותר'
          : plural(free, {
              one: 'נותר מקום אחד פנוי',
              two: 'נותרו שני מקומות פנויים',
              other: 'נותרו {n} מקומות פנויים',
            }),
      exposure: 'עדיין לא בשום גיבוי',
      counting: 'השינויים נספרים',
      notCounted: 'לא ניתן היה לספור',
      noChanges: 'אין פריטים חדשים או שונים',
      changes,
      sinceLast: 'מאז הגיבוי התקין האחרון',
      someUnknown: (count: number) =>
        plural(count, {
          one: 'אוסף אחד לא נספר',
          two: 'שני אוספים לא נספרו',
          other: '{n} אוספים לא נספרו',
        }),
      uncovered: (names: readonly string[]) => `לא בשום גיבוי: ${list(few(names))}`,
    },

    timeline: {
      title: '5 השבועות האחרונים',
      today: 'היום',
      event: ({kind, status, date}) =>
        `${kind === 'RESTORATION' ? 'שחזור' : kind === 'AUTO' ? 'גיבוי אוטומטי' : 'גיבוי יזום'}, ${dateTime(date)}${
          status === 'FAILED' ? ', נכשל' : status === 'PENDING' ? ', בתהליך' : ''
        }`,
      legend: {AUTO: 'אוטומטי', ON_DEMAND: 'יזום', RESTORATION: 'שחזור'},
      none: 'לא היה דבר ב־5 השבועות האחרונים.',
    },

    list: {
      backups: 'גיבויים',
      restorations: 'שחזורים',
      type: 'סוג',
      anyType: 'כל הסוגים',
      status: 'מצב',
      statusFilter: {
        CURRENT: 'כל המצבים',
        READY: 'מוכן',
        PENDING: 'בתהליך',
        FAILED: 'נכשל',
        DELETED: 'נמחק',
      },
      requested: 'התבקש',
      finished: 'הסתיים',
      size: 'גודל',
      collections: 'אוספים',
      actions: 'פעולות',
      restore: 'שחזור',
      delete: 'מחיקה',
      restoreThis: (type: BackupType, date: string) => `שחזור ${backupOf(type, date)}`,
      deleteThis: (type: BackupType, date: string) => `מחיקת ${backupOf(type, date)}`,
      detailsOf: (type: BackupType, date: string) => `פרטי ${backupOf(type, date)}`,
      newer: 'חדשים יותר',
      older: 'ישנים יותר',
      page: (page: number) => `עמוד ${number(page)}`,
      noMatches: 'אין גיבויים שמתאימים לסינון',
      clearFilters: 'ניקוי הסינון',
      restoredFrom: 'שוחזר מתוך',
      took: 'משך',
      wholeSite: 'כל מה שבגיבוי',
      asCopy: 'לעותק',
      noRestorations: 'עדיין לא שוחזר דבר',
      noRestorationsHint: 'כשתשחזרו גיבוי, תוכלו לעקוב אחריו כאן.',
      failedRestoration: 'בדקו את האוספים ושחזרו שוב. אם זה נכשל שוב, בחרו גיבוי אחר.',
      failedBackup: 'אין בו דבר. צרו גיבוי נוסף.',
      again: 'שחזור חוזר',
      undo: 'ביטול השחזור',
      undoThis: (date: string) => `ביטול השחזור מ־${dateTime(date)}`,
    },

    progress: {
      usually: ({lowMs, highMs}) => `נמשך בדרך כלל ${durationRange(lowMs, highMs)}`,
      longer: 'נמשך יותר מהרגיל',
      elapsed: (ms: number) => `${duration(ms)} עד כה`,
      label: 'התקדמות משוערת',
      percent: (percent: number) => `בערך ${number(percent)}%`,
    },

    empty: {
      title: 'עדיין אין גיבויים',
      text: 'צרו את הגיבוי הראשון כדי שתוכלו לחזור לאוספים כפי שהם עכשיו. בנוסף, Wix יוצר גיבוי כל 7 ימים.',
      noCollectionsTitle: 'קודם מוסיפים אוסף',
      noCollectionsText: 'גיבויים מכילים את הפריטים שבאוספים של האתר. הוסיפו אוסף ב־CMS וחזרו לכאן.',
    },

    create: {
      title: 'ליצור גיבוי?',
      failedTitle: 'הגיבוי לא נוצר',
      checkingTitle: 'האם הגיבוי התחיל?',
      evicts: (date: string, now: string) =>
        `יצירת הגיבוי הזה תמחק את הגיבוי היזום הישן ביותר, מ־${dateTime(date)} (${relative(date, now)}).`,
      slots: (used: number, limit: number) => `${number(used)} מתוך ${number(limit)} גיבויים יזומים בשימוש.`,
      onlyOne: 'זה הגיבוי התקין היחיד בטווח של שבוע מהתאריך הזה.',
      other: 'כדי לשמור אותו, בטלו ומחקו קודם גיבוי יזום אחר. הגיבויים האוטומטיים לא ייפגעו.',
      changed: 'משהו השתנה בזמן שהחלטתם. בדקו שוב, בבקשה.',
      free: 'התפנה מקום לגיבוי יזום: דבר לא יימחק.',
      confirm: 'יצירה ומחיקת הישן ביותר',
      confirmFree: 'יצירת גיבוי',
      working: 'הגיבוי נוצר',
      checking: 'לא ברור אם הגיבוי התחיל. בודקים לפני שחוזרים על משהו.',
      notFoundTitle: 'הגיבוי לא התחיל',
      notFound: 'Wix לא ענה, ואין ברשימה גיבוי חדש. אפשר לנסות שוב.',
    },

    delete: {
      title: 'למחוק את הגיבוי הזה?',
      text: (type: BackupType, date: string, now: string) =>
        `${backupOf(type, date)} (${relative(date, now)}) יימחק. לא תוכלו לשחזר אותו.`,
      lastGood: 'זה הגיבוי התקין היחיד שלכם. אחרי המחיקה לא יהיה לאן לחזור.',
      gone: 'הגיבוי הזה כבר נמחק. לא נותר מה לעשות.',
      confirm: 'מחיקת הגיבוי',
      working: 'הגיבוי נמחק',
    },

    restore: {
      title: (date: string) => `לשחזר את הגיבוי מ־${dateTime(date)}?`,
      undoTitle: 'לבטל את השחזור?',
      undoText: (date: string) => `גיבוי הביטחון מ־${dateTime(date)}, שנוצר רגע לפני השחזור, ישוחזר.`,
      about: (type: BackupType, date: string, now: string, count: number) =>
        `גיבוי ${type === 'AUTO' ? 'אוטומטי' : 'יזום'}, נוצר ${relative(date, now)}, עם ${collections(count)}.`,
      what: 'מה לשחזר?',
      all: (count: number) =>
        plural(count, {one: 'את האוסף היחיד', two: 'את שני האוספים', other: 'את כל {n} האוספים'}),
      some: 'רק חלק מהאוספים',
      search: 'חיפוש אוספים',
      clearSearch: 'ניקוי החיפוש',
      selectAll: (count: number) => `בחירת הכול (${number(count)})`,
      selected: (count: number, of: number) => `נבחרו ${number(count)} מתוך ${number(of)}`,
      noMatches: 'אין אוסף בשם הזה',
      where: 'לאן לשחזר?',
      replace: 'במקום הפריטים הנוכחיים',
      copy: 'לעותק לצד המקור',
      copyText: 'האוספים המקוריים נשארים כפי שהם. כל עותק הוא אוסף חדש ששמו כולל “restored”.',
      warningTitle: 'הפריטים הנוכחיים יוחלפו',
      warning: (since: string, now: string) =>
        `הפריטים באוספים האלה יהיו בדיוק כפי שהיו ${relative(since, now)}. פריטים שנוספו מאז עלולים ללכת לאיבוד, ושינויים יבוטלו.`,
      during: 'גם מה שמבקרים ישלחו בזמן השחזור עלול ללכת לאיבוד.',
      deletedReturn: 'פריטים שנמחקו מאז יחזרו.',
      counting: 'בספירה',
      forecastFailed: 'לא ניתן היה לספור מה ילך לאיבוד.',
      lost: changes,
      lostTotal: (addedItems: number, changedItems: number, date: string) =>
        `מאז ${dateTime(date)} ${changes(addedItems, changedItems)}, וכל אלה ילכו לאיבוד.`,
      nothingLost: (date: string) => `שום פריט לא נוסף ולא השתנה מאז ${dateTime(date)}.`,
      atLeast: 'ייתכן שיותר: חלק מהאוספים לא נספרו.',
      unchanged: 'ללא שינויים',
      notCounted: 'לא ניתן היה לספור',
      missing: 'לא נמצא באתר כרגע',
      uncertain: 'ייתכן שאינו בגיבוי: הוא מנוהל על ידי אפליקציה או מסד נתונים חיצוני',
      references: (names: readonly string[]) => `הפניות אל ${list(few(names))} עלולות להישבר`,
      tookLast: ({lowMs, highMs, samples}) =>
        samples === 1
          ? `השחזור האחרון נמשך ${durationRange(lowMs, highMs)}.`
          : `${number(samples)} השחזורים האחרונים נמשכו ${durationRange(lowMs, highMs)}.`,
      safety: 'ליצור קודם גיבוי ביטחון',
      safetyText: 'כך תוכלו לבטל את השחזור. הוא יתחיל מעצמו כשגיבוי הביטחון יהיה מוכן.',
      safetyEvicts: (date: string, now: string) =>
        `גיבוי הביטחון ימחק את הגיבוי היזום הישן ביותר, מ־${dateTime(date)} (${relative(date, now)}).`,
      safetyRefused:
        'אי אפשר ליצור עכשיו גיבוי ביטחון: הוא היה מוחק בדיוק את הגיבוי שאתם משחזרים, כי הוא הגיבוי היזום הישן ביותר. מחקו קודם גיבוי יזום אחר, או שחזרו לעותק.',
      typeName: (name: string) => `לאישור, הקלידו את שם האתר: ${name}`,
      typeWord: (word: string) => `לאישור, הקלידו ${word}`,
      nothingChosen: 'בחרו לפחות אוסף אחד.',
      changed: 'משהו השתנה בזמן שהחלטתם. בדקו שוב, בבקשה.',
      gone: 'הגיבוי הזה נמחק בינתיים. בחרו גיבוי אחר.',
      confirmNone: 'שחזור',
      confirm: (count: number) =>
        plural(count, {one: 'החלפת אוסף אחד', two: 'החלפת שני אוספים', other: 'החלפת {n} אוספים'}),
      confirmSafety: (count: number) =>
        plural(count, {
          one: 'גיבוי ואז החלפת אוסף אחד',
          two: 'גיבוי ואז החלפת שני אוספים',
          other: 'גיבוי ואז החלפת {n} אוספים',
        }),
      confirmCopy: (count: number) =>
        plural(count, {one: 'שחזור לעותק אחד', two: 'שחזור לשני עותקים', other: 'שחזור ל־{n} עותקים'}),
      working: 'השחזור מתחיל',
      checking: 'לא ברור אם זה התחיל. בודקים לפני שחוזרים על משהו.',
      notFoundTitle: 'זה לא התחיל',
      notFound: 'Wix לא ענה, ואין ברשימה דבר חדש. אפשר לנסות שוב.',
    },

    plan: {
      title: {
        safetyRequested: 'שלב 1 מתוך 2: יצירת גיבוי ביטחון',
        safetyPending: 'שלב 1 מתוך 2: יצירת גיבוי ביטחון',
        safetyReady: 'גיבוי הביטחון מוכן. דבר לא שוחזר.',
        safetyFailed: 'אין גיבוי ביטחון. דבר לא שוחזר.',
        restoreRequested: 'שלב 2 מתוך 2: השחזור מתחיל',
        restoring: 'שלב 2 מתוך 2: משחזרים',
        restoreRefused: 'גיבוי הביטחון מוכן, אבל השחזור לא התחיל.',
      },
      waiting: 'גיבוי ביטחון נוצר עכשיו. דבר לא שוחזר.',
      next: (what: SomeCollections, type: BackupType, date: string) =>
        `כשיהיה מוכן, ${someCollections(what)} ישוחזרו מתוך ${backupOf(type, date)}.`,
      restoring: (what: SomeCollections, type: BackupType, date: string) =>
        `${someCollections(what)} מתוך ${backupOf(type, date)}. אחר כך תוכלו לבטל.`,
      interrupted: (what: SomeCollections, type: BackupType, date: string) =>
        `הדף נסגר או נטען מחדש לפני ש${someCollections(what)} שוחזרו מתוך ${backupOf(type, date)}. זה לא ימשיך מעצמו.`,
      failed: (what: SomeCollections, type: BackupType, date: string) =>
        `גיבוי הביטחון נכשל או נמחק, ולכן ${someCollections(what)} לא שוחזרו מתוך ${backupOf(type, date)}.`,
      restoreNow: 'לשחזר עכשיו',
      restoreWhenReady: 'לשחזר כשיהיה מוכן',
      startAgain: 'להתחיל מחדש',
      stop: 'לא לשחזר',
    },

    restoring: (what: SomeCollections, type: BackupType, date: string) =>
      `${someCollections(what)} משוחזרים מתוך ${backupOf(type, date)}`,
    restoringHint: 'עדיף לא לשנות את האוספים האלה עד הסוף: מה שיתווסף בינתיים עלול ללכת לאיבוד.',

    outcome: {
      restored: (what: SomeCollections, date: string) =>
        `${someCollections(what)}: הכול כפי שהיה ב־${dateTime(date)}.`,
      copied: (what: SomeCollections, date: string) =>
        `עותקים של ${someCollections(what)} מ־${dateTime(date)} נמצאים ב־CMS, ושמותיהם כוללים “restored”.`,
      restoredTitle: 'השחזור הושלם',
      failedTitle: 'השחזור נכשל',
      failed: (what: SomeCollections, date: string) =>
        `לא ניתן היה לשחזר את ${someCollections(what)} מהגיבוי של ${dateTime(date)}. בדקו את האוספים ונסו שוב, או בחרו גיבוי אחר.`,
      undo: 'ביטול השחזור',
    },

    panel: {
      title: 'פרטי הגיבוי',
      requested: 'התבקש',
      started: 'התחיל',
      finished: 'הסתיים',
      deleted: 'נמחק',
      took: 'משך',
      restoring: 'משך השחזור',
      about: ({lowMs, highMs}) => `בערך ${durationRange(lowMs, highMs)}`,
      size: 'גודל',
      id: 'מזהה הגיבוי',
      collections: (count: number) => `אוספים (${number(count)})`,
      restorations: 'שחזורים מהגיבוי הזה',
      noRestorations: 'הוא עדיין לא שוחזר.',
      notYet: 'עדיין לא',
    },

    problem: {
      title: {
        INVALID_ARGUMENT: 'זה לא אפשרי',
        BACKUP_NOT_FOUND: 'הגיבוי כבר לא קיים',
        BACKUP_NOT_READY: 'הגיבוי לא מוכן',
        RESTORATION_NOT_FOUND: 'השחזור כבר לא קיים',
        COLLECTION_NOT_IN_BACKUP: 'לא נמצא בגיבוי הזה',
        WOULD_EVICT: 'גיבוי אחר היה נמחק',
        WOULD_OVERWRITE: 'הפריטים הנוכחיים היו מוחלפים',
        RESTORATION_IN_PROGRESS: 'שחזור אחר בתהליך',
        NOT_ALLOWED: 'אין לכם הרשאה',
        SITE_NOT_ENABLED: 'גיבויים עדיין לא זמינים באתר הזה',
        THROTTLED: 'יותר מדי בקשות',
        UNAVAILABLE: 'Wix לא מגיב',
        OUTCOME_UNKNOWN: 'לא ברור מה קרה',
        COLLECTION_NOT_FOUND: 'האוסף כבר לא קיים',
        LOOK_NOT_FOUND: 'ההצצה הזו נסגרה',
        LOOK_NOT_READY: 'העותקים הפרטיים לא מוכנים',
        TOO_MANY_LOOKS: 'יותר מדי הצצות פתוחות',
        TOO_MANY_COPIES: 'יותר מדי אוספים בבת אחת',
        TOO_MUCH_AT_ONCE: 'יותר מדי בבת אחת',
        RECEIPT_NOT_FOUND: 'הקבלה כבר לא קיימת',
        RECOVERY_NOT_PRIVATE: 'אחרים עלולים לראות את ההיסטוריה',
        UNEXPECTED: 'משהו השתבש',
        OFFLINE: 'אין חיבור לאינטרנט',
        SESSION_ENDED: 'ההתחברות שלכם הסתיימה',
      },
      text({code, status}: PageProblem): string {
        switch (code) {
          case 'INVALID_ARGUMENT':
          case 'UNEXPECTED':
            return 'נסו שוב. אם זה חוזר, פנו לתמיכה של Wix.'
          case 'BACKUP_NOT_FOUND':
            return 'ייתכן שנמחק. בחרו גיבוי אחר.'
          case 'BACKUP_NOT_READY':
            return status === 'PENDING'
              ? 'הוא עדיין נוצר. חכו עד שיהיה מוכן ונסו שוב.'
              : 'הוא נמחק, או שנכשל ואין בו דבר. בחרו גיבוי אחר.'
          case 'RESTORATION_NOT_FOUND':
            return 'רעננו את הרשימה כדי לראות אילו שחזורים יש.'
          case 'COLLECTION_NOT_IN_BACKUP':
            return 'הגיבוי הזה לא מכיל את כל האוספים שבחרתם. בחרו רק מתוך מה שרשום בו.'
          case 'WOULD_EVICT':
            return 'כל הגיבויים היזומים בשימוש. בדקו שוב איזה מהם יימחק.'
          case 'WOULD_OVERWRITE':
            return 'אשרו שמותר להחליף את הפריטים הנוכחיים.'
          case 'RESTORATION_IN_PROGRESS':
            return 'חלק מהאוספים האלה משוחזרים ממש עכשיו. חכו עד שזה יסתיים ונסו שוב.'
          case 'NOT_ALLOWED':
            return 'רק בעלי האתר ושותפים שמנהלים אותו יכולים להשתמש בגיבויים. בקשו גישה מבעלי האתר.'
          case 'SITE_NOT_ENABLED':
            return 'פתחו את האתר בעורך, הפעילו את מצב הפיתוח (Dev Mode) ופרסמו פעם אחת. אחר כך חזרו ונסו שוב.'
          case 'THROTTLED':
            return 'Wix מקבל יותר מדי בקשות מהאתר הזה. חכו דקה ונסו שוב.'
          case 'UNAVAILABLE':
            return 'הגיבויים שלכם לא נפגעו. נסו שוב בעוד רגע.'
          case 'OUTCOME_UNKNOWN':
            return 'Wix לא אמר אם זה בוצע, ולכן לא חזרנו על זה. בדקו ברשימה לפני שתנסו שוב.'
          case 'COLLECTION_NOT_FOUND':
            return 'ייתכן שנמחק בינתיים. דבר לא השתנה. רעננו את הדף.'
          case 'LOOK_NOT_FOUND':
            return 'העותקים הפרטיים שלה הוסרו. הציצו שוב לתוך הגיבוי.'
          case 'LOOK_NOT_READY':
            return 'הם עדיין נוצרים, או שלא ניתן היה ליצור אותם. דבר לא השתנה. הציצו שוב לתוך הגיבוי.'
          case 'TOO_MANY_LOOKS':
            return 'סגרו אחת מההצצות הפתוחות ונסו שוב.'
          case 'TOO_MANY_COPIES':
            return 'נוצר עותק פרטי של כל אוסף ושל האוספים שמפנים אליו. בחרו פחות אוספים.'
          case 'TOO_MUCH_AT_ONCE':
            return 'בחרו פחות פריטים, או צרו גיבוי ביטחון ושחזרו את האוסף כולו. דבר לא השתנה.'
          case 'RECEIPT_NOT_FOUND':
            return 'קבלות נשמרות 90 יום.'
          case 'RECOVERY_NOT_PRIVATE':
            return 'ב־CMS, הגדירו את ההרשאות של האוסף “Backups: history” למנהלים בלבד ונסו שוב.'
          case 'OFFLINE':
            return 'בדקו את החיבור. הדף ימשיך מעצמו כשתחזרו.'
          case 'SESSION_ENDED':
            return 'טענו את הדף מחדש והתחברו שוב. הגיבויים שלכם לא נפגעו.'
        }
      },
      stale: (date: string, now: string) => `מה שמוצג נקרא ${relative(date, now)}.`,
      requestId: (id: string) => `מזהה הבקשה לתמיכה של Wix: ${id}`,
      collections: 'לא ניתן היה לקרוא את שמות האוספים, אבל הגיבויים מוצגים.',
    },

    notice(notice, now: string): string {
      switch (notice.kind) {
        case 'backupStarted':
          return 'הגיבוי שלכם נוצר.'
        case 'backupReady':
          return `הגיבוי ${typeOf[notice.type]} מוכן.`
        case 'backupFailed':
          return `הגיבוי ${typeOf[notice.type]} שהתבקש ${relative(notice.requestedDate, now)} נכשל. אין בו דבר: צרו גיבוי נוסף.`
        case 'backupDeleted':
          return `${backupOf(notice.type, notice.requestedDate)} נמחק.`
        case 'restoreStarted':
          return `משחזרים ${collections(notice.collectionCount)} מ־${dateTime(notice.backupRequestedDate)}.`
        case 'restored':
          return notice.copy
            ? `השחזור לעותקים הושלם: ${collections(notice.collectionCount)}.`
            : `השחזור מ־${dateTime(notice.backupRequestedDate)} הושלם: ${collections(notice.collectionCount)}.`
        case 'restoreFailed':
          return `השחזור מ־${dateTime(notice.backupRequestedDate)} נכשל. בדקו את האוספים ונסו שוב.`
      }
    },
  }

  function few(names: readonly string[]): string[] {
    const rest = names.length - 3
    return rest > 0
      ? [...names.slice(0, 3), plural(rest, {one: 'עוד אחד', two: 'עוד שניים', other: 'עוד {n}'})]
      : [...names]
  }

  function someCollections({count, names}: SomeCollections): string {
    return count > names.length || names.length === 0 ? collections(count) : list(names)
  }
}
