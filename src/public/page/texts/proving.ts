import type {Phrases} from './phrases'
import {recoveryCounts} from './recovery-counts'

export function provingTexts(phrases: Phrases) {
  const {say, number, duration, day} = phrases
  const counted = recoveryCounts(phrases)
  const items = (count: number) => counted('items', count)
  return {
    proving: {
      prove: say('Prove It', 'הוכחה'),
      label: say('Proof', 'הוכחה'),
      hint: say(
        'Restores a sample of it beside your collections, compares, and removes it. Nothing of yours changes.',
        'משחזר דוגמה ממנו לצד האוספים שלכם, משווה ומסיר. דבר שלכם לא משתנה.',
      ),
      running: (compared: number) =>
        compared === 0
          ? say('Restoring a sample beside your collections.', 'משחזרים דוגמה לצד האוספים שלכם.')
          : say(`${items(compared)} compared so far.`, `${items(compared)} הושוו עד כה.`),
      last: (date: string, count: number, of: number, ms: number) =>
        say(
          `Last proven on ${day(date)}: ${number(count)} of ${items(of)}, ${duration(ms)}`,
          `הוכח לאחרונה ב־${day(date)}: ${number(count)} מתוך ${items(of)}, ${duration(ms)}`,
        ),
      differ: (count: number) =>
        say(
          `${items(count)} differ from the site, though nothing is dated later there: look inside.`,
          `${items(count)} שונים מהאתר, אף ששום דבר שם לא מתוארך מאוחר יותר: הציצו פנימה.`,
        ),
    },
  }
}
