import {newProcess, type Process} from 'backend/operations/operation'
import {createOperations} from 'backend/operations/operations'
import {siteNameReader} from 'backend/wix/site-name-reader'

/**
 * The operations, for one call of one installation. A worker serves many sites, and a call whose caller has gone
 * ends there without a word: what calls share is kept by installation, and is plain data that no call waits for
 * another one to change.
 */
export function operationsOf(instanceId: string): ReturnType<typeof createOperations> {
  const {queue, readSiteName} = installation(instanceId)
  const process: Process = newProcess()
  return createOperations({
    ...process,
    inTurn: (work) => takeTurn(queue, process.timing.budget, work),
    readSiteName,
  })
}

interface Installation {
  queue: Queue
  readSiteName: () => Promise<string | null>
}

/** As many as are in use at a time: what is kept only saves questions. */
const MOST_INSTALLATIONS = 1_000
const installations = new Map<string, Installation>()

function installation(instanceId: string): Installation {
  const known = installations.get(instanceId)
  if (known) return known
  const oldest = installations.size >= MOST_INSTALLATIONS ? installations.keys().next().value : undefined
  if (oldest !== undefined) installations.delete(oldest)
  const fresh: Installation = {queue: {}, readSiteName: siteNameReader()}
  installations.set(instanceId, fresh)
  return fresh
}

/** Whose turn it is, and until when: whoever has gone by then is over. */
interface Queue {
  holder?: {until: number}
}

const LOOK_EVERY_MS = 20

/**
 * Two creates at once would each see the same free slot. Where Wix runs a site's calls in several workers they
 * may still meet; within one worker each begins when the one before has ended.
 */
async function takeTurn<T>(queue: Queue, budget: number, work: () => Promise<T>): Promise<T> {
  while (queue.holder && queue.holder.until > Date.now()) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  const mine = {until: Date.now() + budget}
  queue.holder = mine
  try {
    return await work()
  } finally {
    if (queue.holder === mine) delete queue.holder
  }
}
