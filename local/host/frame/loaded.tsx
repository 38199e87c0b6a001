import type {ComponentChildren} from 'preact'
import {useEffect, useRef, useState} from 'preact/hooks'
import {Failure} from './failure'

export interface Loading<T> {
  /** The newest that came; it stays while more is on its way. */
  value: T | undefined
  error: unknown
  isBusy: boolean
  reload(): Promise<void>
}

/**
 * What comes from a call: loaded when it is first shown and when one of `inputs` changes, and again at any time. Only
 * the last call's answer is shown.
 */
export function useLoading<T>(load: () => Promise<T>, inputs: readonly unknown[] = []): Loading<T> {
  const [state, setState] = useState<Omit<Loading<T>, 'reload'>>({
    value: undefined,
    error: undefined,
    isBusy: true,
  })
  const latest = useRef(0)
  const reload = async () => {
    const mine = ++latest.current
    setState((before) => ({...before, isBusy: true}))
    const answer = await load().then(
      (value) => ({value, error: undefined}),
      (error: unknown) => ({value: undefined, error}),
    )
    if (mine === latest.current) setState({...answer, isBusy: false})
  }
  useEffect(() => {
    void reload()
  }, inputs)
  useEffect(() => () => void latest.current++, [])
  return {...state, reload}
}

/** A part of a view that comes from a call: that it is on its way, why it failed with a retry, or what came. */
export function Loaded<T>({
  what,
  loading: {value, error, isBusy, reload},
  children,
}: {
  what: string
  loading: Loading<T>
  children(value: T): ComponentChildren
}) {
  return (
    <div class="region" aria-busy={isBusy}>
      {value !== undefined ? (
        children(value)
      ) : error !== undefined ? (
        <Failure what={`Could not load ${what}.`} error={error} retry={() => void reload()} />
      ) : (
        <p class="muted">Loading {what}…</p>
      )}
    </div>
  )
}
