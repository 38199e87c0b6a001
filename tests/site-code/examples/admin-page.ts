// The code of an admin page with a button #backUp and a text #status
import {createBackup, waitForBackup, BackupsError} from 'public/backups'

interface Elements {
  '#backUp': {onClick(listener: () => Promise<void>): void; disable(): void; enable(): void}
  '#status': {text: string}
}
declare const $w: (<Id extends keyof Elements>(id: Id) => Elements[Id]) & {onReady(ready: () => void): void}

$w.onReady(() => {
  $w('#backUp').onClick(async () => {
    $w('#backUp').disable()
    $w('#status').text = 'Backing up…'
    try {
      const {id} = await createBackup()
      const backup = await waitForBackup(id, {timeoutMs: 60_000})
      $w('#status').text = `Backed up at ${backup.finishedDate?.toLocaleTimeString()}`
    } catch (error) {
      // With every slot taken, the message names the backup that another one would delete.
      $w('#status').text = error instanceof BackupsError ? error.message : 'Something went wrong.'
    } finally {
      $w('#backUp').enable()
    }
  })
})
