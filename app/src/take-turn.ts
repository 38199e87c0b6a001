/** Whose turn it is, and until when: whoever has gone by then is over. */
export interface Queue {
  holder?: {until: number}
}

const LOOK_EVERY_MS = 20

/**
 * Two creates at once would each see the same free slot. Where Wix runs a site's calls in several workers they
 * may still meet; within one worker each begins when the one before has ended.
 */
export async function takeTurn<T>(queue: Queue, most: number, work: () => Promise<T>): Promise<T> {
  while (queue.holder && queue.holder.until > Date.now()) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  const mine = {until: Date.now() + most}
  queue.holder = mine
  try {
    return await work()
  } finally {
    if (queue.holder === mine) delete queue.holder
  }
}
