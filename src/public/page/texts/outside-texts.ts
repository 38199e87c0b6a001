import {commonTexts} from './common'
import type {Formats} from './formats'
import {newsTexts} from './news'
import {createPhrases} from './phrases'

/** What the page's code itself says, outside of its element. */
export type OutsideTexts = ReturnType<typeof outsideTextsFor>

/** Two of the texts: all of them are several times as large, and the element has them. */
export function outsideTextsFor(formats: Formats) {
  const phrases = createPhrases(formats)
  return {title: commonTexts(phrases).title, notice: newsTexts(phrases).notice}
}
