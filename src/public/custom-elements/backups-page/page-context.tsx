import {createContext, type ComponentChildren} from 'preact'
import {useContext, useEffect, useMemo, useRef, useState} from 'preact/hooks'
import type {PageCommand, PageState} from '../../page/page-state'
import type {Formats} from '../../page/texts/formats'
import {textsFor, type Texts} from '../../page/texts/texts'

export interface PageContext {
  state: PageState
  texts: Texts
  formats: Formats
  /** The backend's clock now, as far as the page can tell; moves on every half minute. */
  now: string
  /** The same, to the millisecond. */
  clock(): number
  isNarrow: boolean
  /** No room for every column of a table. */
  isTight: boolean
  send(command: PageCommand): void
}

const Context = createContext<PageContext | null>(null)

export function usePage(): PageContext {
  const page = useContext(Context)
  if (!page) throw new Error('usePage outside of PageProvider')
  return page
}

export function PageProvider({
  state,
  formats,
  send,
  children,
}: {
  state: PageState
  formats: Formats
  send(command: PageCommand): void
  children: ComponentChildren
}) {
  const texts = useMemo(() => textsFor(formats), [formats])
  const isNarrow = useMedia('(max-width: 760px)')
  const isTight = useMedia('(max-width: 1080px)')
  useTick(30_000)
  // Counted from the backend's clock: the reader's own may be wrong.
  const read = useRef({now: state.now, at: performance.now()})
  if (read.current.now !== state.now) read.current = {now: state.now, at: performance.now()}
  const clock = () => {
    const {now, at} = read.current
    return now === null ? Date.now() : Date.parse(now) + performance.now() - at
  }
  const page = {state, texts, formats, now: new Date(clock()).toISOString(), clock, isNarrow, isTight, send}
  return <Context.Provider value={page}>{children}</Context.Provider>
}

/** Renders again every so often. */
export function useTick(everyMs: number): void {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}

function useMedia(media: string): boolean {
  const [isSo, setSo] = useState(() => matchMedia(media).matches)
  useEffect(() => {
    const query = matchMedia(media)
    const changed = () => setSo(query.matches)
    query.addEventListener('change', changed)
    return () => query.removeEventListener('change', changed)
  }, [media])
  return isSo
}
