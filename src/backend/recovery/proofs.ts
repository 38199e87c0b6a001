import type {Proof, ProofSlice} from 'public/copies-contract'
import {BackupsError} from 'public/backups-error'
import {isChangedSince, missingOf, proofSample} from 'public/rules/proof'
import {findBackup} from '../operations/find-backup'
import type {Call} from '../operations/operation'
import {countCreatedSince} from '../wix/items'
import {checkPosition, writePosition} from './compare-position'
import {compareSlice} from './compare-slice'
import {insertEntry, listEntries, readEntry, updateEntry, type Entry} from './history'
import {closeLookById, collectionOf, findLook} from './looks'
import {openLook} from './open-look'
import {Paced} from './paced'

/** A drill: what is kept of it, while it goes on and after. */
interface ProofBody extends Omit<Proof, 'id'> {
  lookId: string
  collectionIds: string[]
  startedDate: string
  /** Which collection is compared, and where. */
  at: number
  next: string | null
}

const LOOK_POLL_MS = 1_500

/** Restores a sample of a backup beside the originals. The rest is `continueProof`'s. */
export async function beginProof(call: Call, backupId: string): Promise<ProofSlice> {
  const backup = await findBackup(call.request, backupId)
  const sample = proofSample(backup.collections)
  const collectionIds = sample.map(({id}) => id)
  const startedDate = new Date().toISOString()
  const look = await openLook(call, backupId, collectionIds, false)
  const entry = await insertEntry<ProofBody>(new Paced(call), {
    _id: crypto.randomUUID(),
    kind: 'PROOF',
    date: Date.parse(startedDate),
    body: {
      status: 'IN_PROGRESS',
      backupId,
      backupRequestedDate: backup.requestedDate,
      collections: sample.map(({displayName}) => displayName),
      date: null,
      items: 0,
      of: 0,
      ms: null,
      reason: null,
      lookId: look.id,
      collectionIds,
      startedDate,
      at: 0,
      next: null,
    },
  })
  return {...toProof(entry), next: entry._id, waitMs: LOOK_POLL_MS}
}

/** Compares what was restored with the site, slice by slice, and removes it at the end. */
export async function continueProof(call: Call, proofId: string): Promise<ProofSlice> {
  const paced = new Paced(call)
  const entry = await readEntry<ProofBody>(paced, 'PROOF', proofId)
  if (!entry) throw BackupsError.of({code: 'RECEIPT_NOT_FOUND', receiptId: proofId})
  if (entry.body.status !== 'IN_PROGRESS') return {...toProof(entry), next: null, waitMs: 0}
  const look = await findLook(paced, entry.body.lookId)
  if (look.body.status === 'OPENING') return {...toProof(entry), next: proofId, waitMs: LOOK_POLL_MS}
  if (look.body.status !== 'READY') {
    return save(paced, entry, {status: 'FAILED', date: now(), reason: look.body.reason})
  }
  const body = {...entry.body}
  do {
    const id = body.collectionIds[body.at]!
    const slice = await compareSlice(paced, collectionOf(look, id), checkPosition(body.next), false)
    count(body, slice)
    if (slice.next) body.next = writePosition(slice.next)
    else {
      await countMissing(paced, body, id)
      body.next = null
      body.at += 1
    }
  } while (body.at < body.collectionIds.length && !paced.isOver())
  if (body.at < body.collectionIds.length) return save(paced, entry, body)
  const ms = Date.now() - Date.parse(body.startedDate)
  const done = await save(paced, entry, {...body, status: 'DONE', date: now(), ms})
  await closeLookById(call, body.lookId)
  return done
}

/** Those that have ended well, newest first. */
export async function listKeptProofs(paced: Paced): Promise<Proof[]> {
  const entries = await listEntries<ProofBody>(paced, 'PROOF')
  return entries.filter(({body}) => body.status === 'DONE').map(toProof)
}

/** What came back as it was. What was changed after the backup, or deleted, came back as it was then. */
function count(
  body: ProofBody & {added?: number},
  {deleted, changed, unchanged, added}: Awaited<ReturnType<typeof compareSlice>>,
): void {
  const since = changed.filter(({updatedDate}) => isChangedSince(updatedDate, body.backupRequestedDate))
  body.of += deleted.length + changed.length + unchanged
  body.items += deleted.length + since.length + unchanged
  body.added = (body.added ?? 0) + added
}

/** What the site has and the copy has not was made since, or it is missing in the backup. */
async function countMissing(
  paced: Paced,
  body: ProofBody & {added?: number},
  collectionId: string,
): Promise<void> {
  const added = body.added ?? 0
  delete body.added
  if (added === 0) return
  const created = await paced.read(() => countCreatedSince(collectionId, new Date(body.backupRequestedDate)))
  body.of += missingOf(added, created)
}

async function save(paced: Paced, entry: Entry<ProofBody>, change: Partial<ProofBody>): Promise<ProofSlice> {
  const body = {...entry.body, ...change}
  const saved = await updateEntry(paced, entry, body)
  // Somebody else goes on with it: what they have come to is asked for again.
  if (!saved) return {...toProof(entry), next: entry._id, waitMs: LOOK_POLL_MS}
  const isOver = body.status !== 'IN_PROGRESS'
  return {...toProof(saved), next: isOver ? null : entry._id, waitMs: isOver ? 0 : paced.waitMs()}
}

function toProof({_id, body}: Entry<ProofBody>): Proof {
  const {status, backupId, backupRequestedDate, collections, date, items, of, ms, reason} = body
  return {id: _id, status, backupId, backupRequestedDate, collections, date, items, of, ms, reason}
}

function now(): string {
  return new Date().toISOString()
}
