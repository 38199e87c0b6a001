import type {WorkPorts} from '../../work-ports'
import type {Media} from './copying-state'
import {mediaAddresses} from './media-addresses'
import {Spool} from './spool'

/** The addresses of a copy's media files, in a file beside it. */
export async function listMedia(id: string, {disk, signal}: WorkPorts): Promise<Media> {
  const spool = new Spool(disk, id)
  await spool.open(true)
  const addresses = await mediaAddresses(spool.archive(), signal)
  const files = await spool.writeText('media', addresses.map((address) => `${address}\n`).join(''))
  return {files, count: addresses.length}
}
