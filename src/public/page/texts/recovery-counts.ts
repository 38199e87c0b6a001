import type {PluralForms} from './formats'
import type {Phrases} from './phrases'

/** What is counted, in English and in Hebrew. */
const COUNTED = {
  items: [
    {one: '{n} item', other: '{n} items'},
    {one: 'פריט אחד', two: 'שני פריטים', other: '{n} פריטים'},
  ],
  fields: [
    {one: '{n} field', other: '{n} fields'},
    {one: 'שדה אחד', two: 'שני שדות', other: '{n} שדות'},
  ],
  comeBack: [
    {one: '{n} item comes back.', other: '{n} items come back.'},
    {one: 'פריט אחד חוזר.', two: 'שני פריטים חוזרים.', other: '{n} פריטים חוזרים.'},
  ],
  fieldsBecome: [
    {one: '{n} field becomes what it was.', other: '{n} fields become what they were.'},
    {one: 'שדה אחד חוזר לערכו הקודם.', two: 'שני שדות חוזרים לערכם.', other: '{n} שדות חוזרים לערכם.'},
  ],
  mended: [
    {one: '{n} reference is mended.', other: '{n} references are mended.'},
    {one: 'הפניה אחת מתוקנת.', two: 'שתי הפניות מתוקנות.', other: '{n} הפניות מתוקנות.'},
  ],
  stay: [
    {one: '{n} item added since stays.', other: 'All {n} items added since stay.'},
    {
      one: 'פריט אחד שנוסף מאז נשאר.',
      two: 'שני הפריטים שנוספו מאז נשארים.',
      other: 'כל {n} הפריטים שנוספו מאז נשארים.',
    },
  ],
  blankNow: [
    {
      one: '{n} item pointed at these and is blank now',
      other: '{n} items pointed at these and are blank now',
    },
    {
      one: 'פריט אחד הפנה אליהם וריק עכשיו',
      two: 'שני פריטים הפנו אליהם וריקים עכשיו',
      other: '{n} פריטים הפנו אליהם וריקים עכשיו',
    },
  ],
  cameBack: [
    {one: '{n} item came back.', other: '{n} items came back.'},
    {one: 'פריט אחד חזר.', two: 'שני פריטים חזרו.', other: '{n} פריטים חזרו.'},
  ],
  fieldsCameBack: [
    {one: 'Fields of {n} item are as they were.', other: 'Fields of {n} items are as they were.'},
    {
      one: 'שדות של פריט אחד הוחזרו.',
      two: 'שדות של שני פריטים הוחזרו.',
      other: 'שדות של {n} פריטים הוחזרו.',
    },
  ],
  takenBack: [
    {one: '{n} item was taken back.', other: '{n} items were taken back.'},
    {one: 'פריט אחד בוטל.', two: 'שני פריטים בוטלו.', other: '{n} פריטים בוטלו.'},
  ],
  wasMended: [
    {one: '{n} reference was mended.', other: '{n} references were mended.'},
    {one: 'הפניה אחת תוקנה.', two: 'שתי הפניות תוקנו.', other: '{n} הפניות תוקנו.'},
  ],
  lostReferences: [
    {
      one: 'Wix did not take {n} reference of them into the private copy: it does not come back.',
      other: 'Wix did not take {n} references of them into the private copy: they do not come back.',
    },
    {
      one: 'Wix לא קיבל הפניה אחת שלהם לעותק הפרטי: היא לא תחזור.',
      two: 'Wix לא קיבל שתי הפניות שלהם לעותק הפרטי: הן לא יחזרו.',
      other: 'Wix לא קיבל {n} הפניות שלהם לעותק הפרטי: הן לא יחזרו.',
    },
  ],
  keptNewer: [
    {
      one: '{n} reference points elsewhere by now, and stays.',
      other: '{n} references point elsewhere by now, and stay.',
    },
    {
      one: 'הפניה אחת כבר מפנה למקום אחר, ונשארת.',
      two: 'שתי הפניות כבר מפנות למקום אחר, ונשארות.',
      other: '{n} הפניות כבר מפנות למקום אחר, ונשארות.',
    },
  ],
  unknownReferences: [
    {one: '{n} reference could not be looked up.', other: '{n} references could not be looked up.'},
    {
      one: 'הפניה אחת לא ניתנה לבדיקה.',
      two: 'שתי הפניות לא ניתנו לבדיקה.',
      other: '{n} הפניות לא ניתנו לבדיקה.',
    },
  ],
} satisfies Record<string, [english: PluralForms, hebrew: PluralForms]>

export function recoveryCounts({say, plural}: Phrases) {
  return (counted: keyof typeof COUNTED, value: number): string => {
    const [english, hebrew] = COUNTED[counted]
    return plural(value, say<PluralForms>(english, hebrew))
  }
}
