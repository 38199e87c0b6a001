import type {EngineContext} from './engine-context'

/** An evicted backup keeps its file while a restoration that was requested before still needs it. */
export async function removeUnneededFiles(context: EngineContext): Promise<void> {
  const {meta, folder} = context
  const held = meta.idsOfBackupsWith(['READY', 'PENDING'])
  const needed = meta.pendingRestorations().map(({backup}) => backup.id)
  try {
    await folder.keepFilesOf([...held, ...needed])
  } catch (error) {
    // Tried again after the next backup or restoration, and at the next start.
    context.log(`a backup's file could not be removed: ${(error as Error).message}`)
  }
}
