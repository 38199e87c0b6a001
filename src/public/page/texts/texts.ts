import {english, type Texts} from './en'
import type {Formats} from './formats'
import {hebrew} from './he'

export type {Texts}

/** The texts in the formats' language. */
export function textsFor(formats: Formats): Texts {
  return formats.language.startsWith('he') ? hebrew(formats) : english(formats)
}
