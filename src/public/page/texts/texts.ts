import {automaticTexts} from './automatic'
import {commonTexts} from './common'
import {copyTexts} from './copies'
import {createTexts} from './create'
import {deleteTexts} from './delete'
import {exposureTexts} from './exposure'
import type {Formats} from './formats'
import {fromCopyTexts} from './from-copy'
import {listTexts} from './lists'
import {newsTexts} from './news'
import {outcomeTexts} from './outcomes'
import {createPhrases} from './phrases'
import {problemTexts} from './problems'
import {provingTexts} from './proving'
import {recoveryTexts} from './recovery'
import {restoreTexts} from './restore'
import {restoreJobTexts} from './restore-job'
import {schemaTexts} from './schema'

/** Everything that the page says, in one language. */
export type Texts = ReturnType<typeof textsFor>

/** The texts in the formats' language. */
export function textsFor(formats: Formats) {
  const phrases = createPhrases(formats)
  return {
    ...commonTexts(phrases),
    ...exposureTexts(phrases),
    ...listTexts(phrases),
    ...automaticTexts(phrases),
    ...createTexts(phrases),
    ...deleteTexts(phrases),
    ...restoreTexts(phrases),
    ...restoreJobTexts(phrases),
    ...recoveryTexts(phrases),
    ...copyTexts(phrases),
    ...fromCopyTexts(phrases),
    ...provingTexts(phrases),
    ...schemaTexts(phrases),
    ...outcomeTexts(phrases),
    ...problemTexts(phrases),
    ...newsTexts(phrases),
  }
}
