import {createHash} from 'node:crypto'

/**
 * SHA-256 of a file's text. Line ends count as one and the same: git on Windows may turn those of a file around,
 * and the file is unchanged all the same.
 *
 * @param {string | Buffer} content
 */
export function fingerprint(content) {
  return createHash('sha256').update(content.toString('utf8').replaceAll('\r\n', '\n')).digest('hex')
}
