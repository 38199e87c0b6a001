import type {Overview} from '../contract'
import {isOpen, type Attempt, type Write} from './attempt'
import type {Facts} from './feature'
import type {AnyFeature} from './running-feature'
import {deletingBackups, restoredNow, type Site} from './site'

export interface WhatIsKnown {
  now: number
  /** Counts what has happened. */
  serial: number
  serverNow: string
  known: Overview | null
  attempts: readonly Attempt[]
  features: readonly AnyFeature[]
}

/** What every feature may know, put together from the site, the attempts, and what the features say of themselves. */
export function factsOf({now, serial, serverNow, known, attempts, features}: WhatIsKnown): Facts {
  const needs = features.map((feature) => feature.needs())
  const read = features.map((feature) => feature.knows())
  const site: Site | null = known && {
    overview: known,
    deleting: deletingBackups(attempts),
    needed: new Set([...restoredNow(known), ...needs.flatMap(({backupIds}) => backupIds)]),
  }
  const isUnderWay = (kind: Write['kind']) =>
    attempts.some((attempt) => attempt.write.kind === kind && isOpen(attempt))
  return {
    now,
    serverNow,
    site,
    attempts,
    question: features.map((feature) => feature.question()).find((asked) => asked !== null) ?? null,
    isCreating: isUnderWay('createBackup'),
    isRestoring: needs.some(({isRunning}) => isRunning) || isUnderWay('restore'),
    newId: String(serial),
    findBackup: (id) => withId(id, [known?.backups ?? [], ...read.map(({backups}) => backups)]),
    findRestoration: (id) =>
      withId(id, [known?.restorations ?? [], ...read.map(({restorations}) => restorations)]),
  }
}

function withId<T extends {id: string}>(id: string, lists: T[][]): T | undefined {
  for (const list of lists) {
    const found = list.find((item) => item.id === id)
    if (found) return found
  }
  return undefined
}
