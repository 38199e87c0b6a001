import type {Backup, BackupStatus, Started} from 'public/contract'
import {BackupsError} from 'public/backups-error'
import {onDemandSlots} from 'public/rules/on-demand-slots'
import {createBackup as createInWix, listBackups, type ListOptions} from '../wix/backups'
import {LIST_LIMIT} from '../wix/pages'
import {keepSchemaOf} from '../recovery/schemas'
import {checkCreateBackupOptions} from './check-arguments'
import {operation} from './operation'
import {theOnlyOneThatFits} from './the-only-one-that-fits'

/** The on-demand backups that hold a slot. */
const HOLDING_SLOTS: ListOptions<BackupStatus> = {
  limit: LIST_LIMIT,
  offset: 0,
  status: ['READY', 'PENDING'],
  type: ['ON_DEMAND'],
}

/**
 * Starts an on-demand backup of all live content; answers with it while it is PENDING. When every on-demand
 * slot is taken, `options.evict` must be the ID of the backup that Wix will delete for it: WOULD_EVICT names it.
 * Where item recovery has made its history, what the collections look like is kept there too.
 */
export const createBackup = operation(1, async (call, options) => {
  const {request, inTurn} = call
  const {evict} = checkCreateBackupOptions(options)
  const started = await inTurn(async () => {
    request.checkTimeToWrite()
    const before = (await request.read(() => listBackups(HOLDING_SLOTS))).items
    const slots = onDemandSlots(before)
    if (slots.nextEvicted && slots.nextEvicted.id !== evict) {
      throw BackupsError.of({code: 'WOULD_EVICT', backup: slots.nextEvicted, slots})
    }
    return request.write<Started<Backup>>(createInWix, 'created the backup', async () => {
      const now = await listBackups(HOLDING_SLOTS)
      return theOnlyOneThatFits(now.items, before, ({type}) => type === 'ON_DEMAND')
    })
  })
  await keepSchemaOf(call, started)
  return started
})
