import type {PageState} from 'public/page/page-state'
import {fakeSite, type Fault, type SlowAnswer} from '../page/fake-site'
import {runPage, type RunningPage} from '../page/run-page'
import type {Story} from './story'

const SECOND = 1000
const TIMED_OUT = {throws: {code: 504, message: 'Gateway Time-out'}}

/** Writes whose answer is not clear: what is said while it is looked for, and what became of them. */
export const unclearStories: Story[] = [
  {name: 'restore-checking', build: () => restored(unclear(null), {afterMs: 16 * SECOND})},
  {name: 'restore-not-found', build: () => restored(unclear(null), {afterMs: 40 * SECOND})},
  {name: 'trouble-create-several', build: troubleOfCreate},
  {name: 'trouble-create-several-narrow', width: 400, build: troubleOfCreate},
  {name: 'trouble-create-several-hebrew', language: 'he', build: troubleOfCreate},
  {name: 'trouble-delete', build: troubleOfDelete},
  {name: 'trouble-delete-hebrew', language: 'he', build: troubleOfDelete},
  {name: 'deleting', build: async () => (await deletes({backupMs: 0, deleteMs: 40 * SECOND})).state()},
  {name: 'job-restore-unknown', build: () => ofJob(unclear(null), {afterMs: 60 * SECOND})},
  {name: 'job-restore-several', build: () => ofJob(unclear(10 * SECOND), {afterMs: 60 * SECOND, others: 1})},
  {
    name: 'job-restore-several-hebrew',
    language: 'he',
    build: () => ofJob(unclear(10 * SECOND), {afterMs: 60 * SECOND, others: 1}),
  },
  {name: 'job-restore-refused-again', build: refusedAgain},
  {name: 'job-restore-refused-again-narrow', width: 400, build: refusedAgain},
  {
    name: 'job-restoring-uncertain',
    build: () => ofJob(unclear(10 * SECOND), {afterMs: 40 * SECOND, restoreMs: 60 * SECOND}),
  },
  {name: 'outcome-uncertain', build: () => ofJob(unclear(10 * SECOND), {afterMs: 60 * SECOND})},
]

/** Answered with a 504 after 14 s, with its work done then, or never. */
function unclear(worksAfterMs: number | null): SlowAnswer {
  return {worksAfterMs, answersAfterMs: 14 * SECOND, as: TIMED_OUT}
}

async function restored(fault: Fault, {afterMs}: {afterMs: number}): Promise<PageState> {
  const page = await runPage()
  page.site.fail('restorePartialBackup', fault)
  await restoreSome(page, false)
  await page.advance(afterMs)
  return page.state()
}

async function troubleOfCreate(): Promise<PageState> {
  const page = await runPage({backupMs: 240 * SECOND, backups: fakeSite().backups.slice(0, 2)})
  page.site.fail('createBackup', unclear(12 * SECOND))
  await page.send({type: 'createBackup'})
  await page.send({type: 'openPanel', backupId: page.site.backups[1]?.id ?? ''})
  await page.send({type: 'closePanel'})
  await page.send({type: 'askDelete', backupId: page.site.backups[1]?.id ?? ''})
  await page.advance(13 * SECOND)
  page.site.createBackup('ON_DEMAND')
  await page.advance(10 * SECOND)
  await page.send({type: 'dismiss'})
  return page.state()
}

async function troubleOfDelete(): Promise<PageState> {
  const page = await deletes({fault: {code: 'OUTCOME_UNKNOWN', message: 'Wix did not say.'}})
  await page.advance(15 * SECOND)
  return page.state()
}

async function deletes({
  fault,
  ...speeds
}: {
  fault?: Fault
  backupMs?: number
  deleteMs?: number
}): Promise<RunningPage> {
  const page = await runPage(speeds)
  if (fault) page.site.fail('deleteBackup', fault)
  await page.send({type: 'askDelete', backupId: page.site.backups[0]?.id ?? ''})
  await page.send({type: 'confirm', evict: null})
  return page
}

async function ofJob(
  fault: Fault,
  {afterMs, others = 0, restoreMs = 0}: {afterMs: number; others?: number; restoreMs?: number},
): Promise<PageState> {
  return (await jobWith(fault, {afterMs, others, restoreMs})).state()
}

async function refusedAgain(): Promise<PageState> {
  const page = await jobWith(unclear(null), {afterMs: 60 * SECOND, others: 0, restoreMs: 0})
  page.site.fail('restorePartialBackup', {code: 'THROTTLED', message: 'Too many requests.'})
  await page.send({type: 'continueJob', jobId: page.state().jobs[0]?.id ?? ''})
  await page.advance(2 * SECOND)
  return page.state()
}

/** A safety backup, and then a restore with that answer; others restore the same meanwhile. */
async function jobWith(
  fault: Fault,
  {afterMs, others, restoreMs}: {afterMs: number; others: number; restoreMs: number},
): Promise<RunningPage> {
  const page = await runPage({backupMs: SECOND, restoreMs})
  page.site.fail('restorePartialBackup', fault)
  await restoreSome(page, true)
  await page.advance(14 * SECOND)
  const [job] = page.state().jobs
  for (let other = 0; other < others; other++)
    page.site.restoreBackup(job?.task.backupId ?? '', job?.task.collections ?? [])
  await page.advance(afterMs - 14 * SECOND)
  return page
}

async function restoreSome(page: RunningPage, safety: boolean): Promise<void> {
  await page.send({type: 'askRestore', backupId: page.site.backups[1]?.id ?? ''})
  await page.send({type: 'setScope', scope: 'some'})
  await page.send({type: 'setSelected', collectionIds: ['Products', 'Orders']})
  await page.send({type: 'setSafety', on: safety})
  await page.send({type: 'confirm', evict: null})
}
