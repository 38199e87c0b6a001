import {isDeepStrictEqual} from 'node:util'
import {appendItem, insertMember, member, parseJson, removeEntry, valueOf} from './json-text.mjs'
import {JOBS_FILE} from './read-release.mjs'
import {recordsIn} from './record.mjs'
import {SiteProblem} from './site-problem.mjs'

/** @typedef {import('./record.mjs').Job} Job */

/** "At most 20 jobs" (Velo, jobs.config). */
const MOST_JOBS = 20

/**
 * A jobs.config's text with our jobs. A job of ours that somebody changed (its hour, say) stays as they want it.
 *
 * @param {string | undefined} text `undefined` where there is no jobs.config
 * @param {Job[]} jobs wanted
 * @param {import('./record.mjs').SiteRecord | undefined} before what an earlier run added
 */
export function addJobs(text, jobs, before) {
  const notes = []
  let result = text ?? '{\n  "jobs": []\n}\n'
  for (const job of recordsIn(before).flatMap((record) => record.jobs)) {
    const found = findJob(result, job)
    if (!found || jobs.some((wanted) => isDeepStrictEqual(wanted, job))) continue
    if (isDeepStrictEqual(valueOf(found.entry.value), job))
      result = removeEntry(result, found.list, found.entry)
    else if (!jobs.some((wanted) => isSameJob(wanted, job))) throw changed(job)
  }
  for (const job of jobs) {
    const found = findJob(result, job)
    if (!found) {
      if (!jobsOf(result)) result = insertMember(result, parsed(result), 'jobs', [])
      const list = jobsOf(result)
      if (list) result = appendItem(result, list, job)
    } else if (!isDeepStrictEqual(valueOf(found.entry.value), job)) {
      notes.push(`The job ${nameOf(job)} in ${JOBS_FILE} was changed: it is left as it is.`)
    }
  }
  const list = jobsOf(result)
  if (list && list.entries.length > MOST_JOBS) {
    throw new SiteProblem(
      `${JOBS_FILE} would have ${list.entries.length} jobs; Wix takes at most ${MOST_JOBS}. Remove one first; nothing was changed.`,
    )
  }
  return {text: list?.entries.length === 0 && text === undefined ? undefined : result, jobs, notes}
}

/**
 * The text without our jobs; `undefined` where nothing is left of a file that we made. A job that was changed since
 * is refused, unless `isForced`: without our code it would fail every day, and nobody said that it may go.
 *
 * @param {string} text
 * @param {import('./record.mjs').SiteRecord} record
 * @param {boolean} isForced
 */
export function removeJobs(text, record, isForced) {
  const jobs = recordsIn(record).flatMap((each) => each.jobs)
  let result = text
  for (const job of jobs) {
    const found = findJob(result, job)
    if (!found) continue
    const isOurs = jobs.some((each) => isDeepStrictEqual(valueOf(found.entry.value), each))
    if (!isForced && !isOurs) throw changed(job)
    result = removeEntry(result, found.list, found.entry)
  }
  return record.ownsJobsFile && jobsOf(result)?.entries.length === 0 ? undefined : result
}

/** @param {Job} job */
function changed(job) {
  return new SiteProblem(
    `The job ${nameOf(job)} in ${JOBS_FILE} was changed since it was added. To remove it all the same: --force ${JOBS_FILE}`,
  )
}

/**
 * @param {string} text
 * @param {Job} job
 */
function findJob(text, job) {
  const list = jobsOf(text)
  const entry = list?.entries.find(({value}) => value.type === 'object' && isSameJob(valueOf(value), job))
  return list && entry && {list, entry}
}

/**
 * @param {unknown} a
 * @param {Job} b
 */
function isSameJob(a, b) {
  const {functionLocation, functionName} = /** @type {Partial<Job>} */ (a)
  return functionLocation === b.functionLocation && functionName === b.functionName
}

/** @param {Job} job */
function nameOf({functionLocation, functionName}) {
  return `${functionLocation} ${functionName}`
}

/** @param {string} text */
function jobsOf(text) {
  const node = member(parsed(text), 'jobs')
  if (node && node.type !== 'array')
    throw new SiteProblem(`The "jobs" of ${JOBS_FILE} are not a list. Mend them first; nothing was changed.`)
  return node
}

/** @param {string} text */
function parsed(text) {
  let node
  try {
    node = parseJson(text)
  } catch (error) {
    throw new SiteProblem(
      `${JOBS_FILE} is broken: ${/** @type {Error} */ (error).message}. Mend it first; nothing was changed.`,
    )
  }
  if (node.type !== 'object')
    throw new SiteProblem(`${JOBS_FILE} is not a JSON object. Mend it first; nothing was changed.`)
  return node
}
