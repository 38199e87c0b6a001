import {useEffect, useState} from 'preact/hooks'
import {blobOf} from '../disk'
import {usePage} from '../page-context'
import {Text} from '../../markup/text'

/** A link that saves files of the browser as one. The browser reads them when it is clicked, and not before. */
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
  if (isGone) return <Text tagName="p">{texts.copies.trouble.NO_DISK}</Text>
  return (
    <a
      class="bp-button bp-button-small bp-button-primary-standard"
      data-hook={dataHook}
      {...(address !== null && {href: address})}
      download={fileName}
    >
      {text}
    </a>
  )
}
