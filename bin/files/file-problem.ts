import {CommandProblem} from '../problem'

/** A failure of the file system as a sentence; anything else as it is. */
export function fileProblem(error: unknown, file: string): unknown {
  const {code} = Object(error) as {code?: unknown}
  const explain = typeof code === 'string' ? SENTENCES[code] : undefined
  return explain ? new CommandProblem(explain(file), code as string) : error
}

const FULL = 'Free some space and run the same command again: it goes on where it was.'

const SENTENCES: Record<string, (file: string) => string> = {
  ENOSPC: (file) => `The disk is full: ${file} could not be written. ${FULL}`,
  EDQUOT: (file) => `The disk quota is used up: ${file} could not be written. ${FULL}`,
  EFBIG: (file) =>
    `${file} would be larger than files may be here. Choose fewer collections, or another disk.`,
  ENOENT: (file) => `There is no ${file}.`,
  ENOTDIR: (file) => `${file} is not in a folder.`,
  EISDIR: (file) => `${file} is a folder.`,
  EACCES: (file) => `${file} may not be used by this user.`,
  EPERM: (file) => `${file} may not be used by this user.`,
  EROFS: (file) => `${file} is on a disk that can only be read.`,
  ENAMETOOLONG: (file) => `The name ${file} is too long.`,
  EIO: (file) => `${file} could not be read or written: the disk reports an error.`,
}

export async function withFileProblems<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fileProblem(error, file)
  }
}
