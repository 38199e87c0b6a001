import {readdir, rm} from 'node:fs/promises'
import path from 'node:path'
import type {Manifest} from 'public/copies/copy-format'
import {CopyProblem} from 'public/copies/copy-problem'
import {openCopy} from 'public/copies/open-copy'
import {verifyCopy} from 'public/copies/verify-copy'
import type {CommandContext, ExitCode} from '../command'
import {withFileProblems} from '../files/file-problem'
import {withFile} from '../files/read-file'
import {nodeHash} from '../node-hash'
import {chooseKept, type Verdict} from '../rules/choose-kept'
import {readKeep} from '../rules/read-keep'
import {bytesText, count} from '../texts'

export interface ListOptions {
  folder: string
  keep: string | undefined
  prune: boolean
}

type Found =
  | {file: string; whole: true; bytes: number; manifest: Manifest}
  /** Never deleted, and never taken for a copy that stands in for another one. */
  | {file: string; whole: false; reason: string}

/** What copies a folder has, which of them a rule keeps, and why. Deletes only with `prune`, and only what is whole and superseded by what is whole. */
export async function list(
  {folder, keep, prune}: ListOptions,
  {output, signal}: CommandContext,
): Promise<ExitCode> {
  const rule = keep === undefined ? null : readKeep(keep)
  const names = await withFileProblems(folder, () => readdir(folder))
  const found: Found[] = []
  const files = names.filter((name) => name.toLowerCase().endsWith('.zip')).toSorted()
  for (const [position, file] of files.entries()) {
    output.progress(`Reading ${file}`, position / files.length)
    found.push(await look(path.join(folder, file), file, prune, signal))
  }
  const whole = found.filter((one) => one.whole)
  const verdicts = rule ? chooseKept(whole.map(candidateOf), rule) : []
  const superseded = verdicts.filter((verdict) => !verdict.keep).map(({file}) => file)
  if (prune) {
    for (const file of superseded) {
      signal.throwIfAborted()
      await withFileProblems(file, () => rm(path.join(folder, file)))
    }
  }
  const unfinished = names
    .filter((name) => name.endsWith('.journal'))
    .map((name) => name.slice(0, -'.journal'.length))
  const report = found.map((one) => reportOf(one, verdicts, prune)).toSorted(newestFirst)
  output.result(
    {folder, keep: rule, copies: report, unfinished, deleted: prune ? superseded : []},
    [
      ...report.map(lineOf),
      ...unfinished.map((file) => `${file}  was begun and is not finished: run its copy command again`),
      ...(report.length === 0 && unfinished.length === 0 ? [`There are no copies in ${folder}.`] : []),
    ].join('\n'),
  )
  return found.some((one) => !one.whole) ? 1 : 0
}

async function look(at: string, file: string, thoroughly: boolean, signal: AbortSignal): Promise<Found> {
  try {
    return await withFile(at, async (access) => {
      const {manifest} = await (thoroughly ? verifyCopy : openCopy)(access, {createHash: nodeHash, signal})
      return {file, whole: true, bytes: access.size, manifest}
    })
  } catch (error) {
    if (error instanceof CopyProblem) return {file, whole: false, reason: error.message}
    throw error
  }
}

function candidateOf({file, manifest}: Extract<Found, {whole: true}>) {
  const {site, moment, chosen, collections} = manifest
  return {file, moment, of: JSON.stringify([site.id, chosen ? collections.map(({id}) => id).sort() : 'all'])}
}

interface Reported {
  file: string
  whole: boolean
  /** `null`: it could not be read. */
  moment: string | null
  /** `null` where no rule was given, and of what is no whole copy: that is never deleted. */
  keep: boolean | null
  reasons: string[]
  deleted: boolean
  bytes?: number
  site?: Manifest['site']
  source?: Manifest['source']
  counts?: Manifest['counts']
  collections?: string[] | null
}

function reportOf(found: Found, verdicts: Verdict[], prune: boolean): Reported {
  const {file} = found
  if (!found.whole)
    return {file, whole: false, moment: null, keep: null, reasons: [found.reason], deleted: false}
  const {moment, site, source, counts, chosen, collections} = found.manifest
  const verdict = verdicts.find((one) => one.file === file)
  return {
    file,
    whole: true,
    moment,
    keep: verdict?.keep ?? null,
    reasons: verdict?.reasons ?? [],
    deleted: prune && verdict?.keep === false,
    bytes: found.bytes,
    site,
    source,
    counts,
    collections: chosen ? collections.map(({id}) => id) : null,
  }
}

function newestFirst(a: Reported, b: Reported): number {
  return Date.parse(b.moment ?? '') - Date.parse(a.moment ?? '') || (a.moment === null ? 1 : -1)
}

function lineOf({file, whole, moment, keep, reasons, deleted, bytes, counts, source}: Reported): string {
  if (!whole) return `${file}  NOT WHOLE: ${reasons.join('; ')}`
  const what = `${moment}  ${count(counts!.items, 'item')} of ${count(counts!.collections, 'collection')}, ${bytesText(bytes!)}`
  const from = source!.kind === 'backup' ? `, of the backup ${source!.backupId}` : ''
  const verdict =
    keep === null ? '' : `  ${keep ? 'stays' : deleted ? 'deleted' : 'goes'}: ${reasons.join('; ')}`
  return `${file}  ${what}${from}${verdict}`
}
