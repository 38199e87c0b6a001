import {useEffect, useState} from 'preact/hooks'
import {blobOf, savePicker, saveTo} from '../disk'
import {usePage} from '../page-context'
import {Text} from '../../markup/text'

/**
 * A link that saves files of the browser as one. The browser reads them when it is clicked, and not before. Where the
 * browser lets a page ask where to, it is saved there.
 */
export function SaveLink({
  files,
  fileName,
  type,
  dataHook,
  text,
}: {
  files: readonly string[]
  fileName: string
  type: string
  dataHook: string
  text: string
}) {
  const {texts} = usePage()
  const [address, setAddress] = useState<string | null>(null)
  const [isGone, setGone] = useState(false)
  const [saving, setSaving] = useState<'not asked' | 'saving' | 'saved' | 'failed'>('not asked')
  const first = files[0]
  useEffect(() => {
    let made: string | null = null
    let isOver = false
    blobOf(files, type).then(
      (blob) => {
        if (isOver) return
        made = URL.createObjectURL(blob)
        setAddress(made)
      },
      () => setGone(true),
    )
    return () => {
      isOver = true
      if (made !== null) URL.revokeObjectURL(made)
    }
    // A state that is sent again has another list of the same files.
  }, [first, files.length, type])
  const saveWhereAsked = (event: Event) => {
    const pick = savePicker()
    if (!pick) return
    event.preventDefault()
    if (saving === 'saving') return
    pick({suggestedName: fileName}).then(
      (handle) => {
        setSaving('saving')
        return saveTo(handle, files, type).then(
          () => setSaving('saved'),
          () => setSaving('failed'),
        )
      },
      // Nothing was chosen.
      () => undefined,
    )
  }
  if (isGone) return <Text tagName="p">{texts.copies.trouble.NO_DISK}</Text>
  return (
    <>
      <a
        class="bp-button bp-button-small bp-button-primary-standard"
        data-hook={dataHook}
        {...(address !== null && {href: address})}
        download={fileName}
        onClick={saveWhereAsked}
      >
        {text}
      </a>
      {saving !== 'not asked' && (
        <span role={saving === 'failed' ? 'alert' : 'status'} data-hook={`${dataHook}-state`}>
          <Text size="small">{texts.copies.saving[saving]}</Text>
        </span>
      )}
    </>
  )
}
