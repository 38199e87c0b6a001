import type {CoreCommand} from './core-command'
import type {automatic} from './features/automatic'
import {copying} from './features/copies/copying'
import {fromCopy} from './features/copies/from-copy'
import {proving} from './features/copies/proving'
import {create} from './features/create'
import {remove} from './features/delete'
import {exposure} from './features/exposure'
import {lists} from './features/lists'
import {news} from './features/news'
import {outcomes} from './features/outcomes'
import {recovery} from './features/recovery/recovery'
import {restore} from './features/restore'
import {restoreJob} from './features/restore-job'
import {schema} from './features/schema'
import type {Feature} from './running-feature'

/**
 * What the page can do. A new feature is a file in features/ and a name in this list: its commands, its part of the
 * page's state and its dialog are known everywhere from then on. What stands first reads first.
 */
export const features = [
  lists,
  create,
  remove,
  restore,
  restoreJob,
  exposure,
  schema,
  recovery,
  copying,
  fromCopy,
  proving,
  outcomes,
  news,
] as const

/** What not every host has, page.ts adds. */
type Registered = (typeof features)[number] | ReturnType<typeof automatic>

type CommandOf<F> = F extends Feature<infer Command, infer _Shown, infer _Dialog> ? Command : never
type ShownOf<F> = F extends Feature<infer _Command, infer Shown, infer _Dialog> ? Shown : never
type DialogOf<F> = F extends Feature<infer _Command, infer _Shown, infer Dialog> ? Dialog : never

/** What a person, or their window, can ask of the page. Plain JSON: it comes up from the element as events. */
export type PageCommand = CoreCommand | CommandOf<Registered>

/** What the features show, together. */
export type Shown = Together<ShownOf<Registered>>

export type Dialog = DialogOf<Registered>

/** All of a union's members at once. */
type Together<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer All) => void
  ? All
  : never
