import {english} from './en'
import type {Formats} from './formats'
import {hebrew} from './he'

/** Everything that the page says, in one language. English sets the shape; another language has all of it. */
export type Texts = ReturnType<typeof english>

/** The texts in the formats' language. */
export function textsFor(formats: Formats): Texts {
  return formats.language.startsWith('he') ? hebrew(formats) : english(formats)
}
