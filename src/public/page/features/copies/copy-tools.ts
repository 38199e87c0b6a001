import {copyToDisk, discardCopy} from './copy-to-disk'
import {fillLook} from './fill-look'
import {findInCopy, readCopy, readVersions} from './read-copy'
import {listMedia} from './list-media'
import {undoWritten, writeCopy} from './write-copy'

/** What makes, reads and writes copies: with its zip it is as large as the rest of the page's code. */
export const copyTools = {
  copyToDisk,
  discardCopy,
  fillLook,
  findInCopy,
  listMedia,
  readCopy,
  readVersions,
  undoWritten,
  writeCopy,
}

export type CopyTools = typeof copyTools
