import {readFile, rm, writeFile} from 'node:fs/promises'
import {CommandProblem} from '../problem'
import {withFileProblems} from './file-problem'

/** One process at a time works on a file; the lock of a process that is gone counts for nothing. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await withFileProblems(path, () => take(path))
  try {
    return await work()
  } finally {
    await rm(path, {force: true})
  }
}

async function take(path: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeFile(path, String(process.pid), {flag: 'wx'})
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''))
    if (isRunning(holder) || attempt > 3) {
      throw new CommandProblem(
        `Process ${holder} is already at this. Wait for it; if it is something else, remove ${path}.`,
        'IN_USE',
      )
    }
    await rm(path, {force: true})
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
