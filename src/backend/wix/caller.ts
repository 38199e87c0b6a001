import {auth} from '@wix/essentials'

const PATIENCE_MS = 1_000

/** The ID of the user who calls; `null` where Wix does not say, which is never a reason to fail. */
export async function readCaller(): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  try {
    return await Promise.race([subject(), tooLate])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

async function subject(): Promise<string | null> {
  const info = await auth.getTokenInfo()
  return 'subjectId' in info && typeof info.subjectId === 'string' ? info.subjectId : null
}
