import {useEffect, useRef, useState} from 'preact/hooks'
import {askOnce} from './ask-once'

/** What the view that is shown says to being left: `false` when the person would lose something. */
export interface Guard {
  mayLeave: (() => Promise<boolean>) | undefined
}

/** Which of the views is shown, as the address's hash says; the first where it says none of them. */
export function useRoute<Name extends string>(names: readonly [Name, ...Name[]], guard: Guard): Name {
  const wanted = () => location.hash.slice(1)
  const known = (name: string) => names.find((each) => each === name)
  const [shown, show] = useState<Name>(known(wanted()) ?? names[0])
  const current = useRef(shown)
  const moves = useRef(0)
  useEffect(() => {
    async function move() {
      const mine = ++moves.current
      const name = wanted() === '' ? names[0] : known(wanted())
      if (name === undefined) return location.replace(`#${names[0]}`)
      if (name === current.current) return
      if (guard.mayLeave && !(await guard.mayLeave())) {
        if (mine !== moves.current) return
        if (!(await askOnce(LEAVING))) return location.replace(`#${current.current}`)
      }
      if (mine !== moves.current) return
      current.current = name
      show(name)
    }
    const listener = () => void move()
    window.addEventListener('hashchange', listener)
    void move()
    return () => window.removeEventListener('hashchange', listener)
  }, [])
  return shown
}

const LEAVING = {
  title: 'Leave this page?',
  text: 'The page has changes that would be lost.',
  confirm: 'Leave the page',
}
