import {useLayoutEffect, useState} from 'preact/hooks'

/** Draws again whenever it changes. */
export function useChanges(source: {onChange(listener: () => void): () => void} | null): void {
  const [, redraw] = useState({})
  useLayoutEffect(() => source?.onChange(() => redraw({})), [source])
}
