import {useEffect, useRef, type FC} from 'react'
import 'backups-page-element'
import {startPage} from './start-page'

/** Wix's tool wants a React component. This one only makes room for the page's element. */
const BackupsPage: FC = () => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = document.createElement('backups-page')
    place.current?.append(element)
    const stop = startPage(element)
    return () => {
      stop()
      element.remove()
    }
  }, [])
  return <div ref={place} />
}

export default BackupsPage
