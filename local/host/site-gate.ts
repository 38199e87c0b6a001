/** Many may use the site at once; while one replaces it, whoever comes waits, and is let in afterwards. */
export interface SiteGate {
  use<T>(work: () => Promise<T>): Promise<T>
  /** Begins when the last user has left; two of these take turns. */
  replace(work: () => Promise<void>): Promise<void>
}

export function siteGate(): SiteGate {
  let users = 0
  let replacing: Promise<void> | null = null
  let lastLeft: () => void = () => undefined

  async function nobodyInside(): Promise<void> {
    if (users > 0) await new Promise<void>((resolve) => (lastLeft = resolve))
  }

  return {
    async use(work) {
      while (replacing) await replacing
      users += 1
      try {
        return await work()
      } finally {
        users -= 1
        if (users === 0) lastLeft()
      }
    },
    replace(work) {
      const turn = (replacing ?? Promise.resolve()).then(nobodyInside).then(work)
      const over = turn.then(
        () => undefined,
        () => undefined,
      )
      replacing = over
      void over.then(() => {
        if (replacing === over) replacing = null
      })
      return turn
    },
  }
}
