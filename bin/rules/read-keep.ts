import {CommandProblem} from '../problem'
import type {Keep} from './choose-kept'

const MOST = 10_000

/** `daily=7,weekly=5,monthly=12`, in any order; what is not named keeps nothing of its own. */
export function readKeep(text: string): Keep {
  const keep: Keep = {daily: 0, weekly: 0, monthly: 0}
  const named = new Set<string>()
  for (const part of text.split(',')) {
    const [, rule, number] = /^\s*(\w+)\s*=\s*(\d{1,6})\s*$/.exec(part) ?? []
    if (rule === undefined || !Object.hasOwn(keep, rule) || named.has(rule) || Number(number) > MOST)
      throw unusable(text)
    named.add(rule)
    keep[rule as keyof Keep] = Number(number)
  }
  if (Object.values(keep).every((number) => number === 0)) throw unusable(text)
  return keep
}

function unusable(text: string): CommandProblem {
  return new CommandProblem(
    `--keep takes how many days, weeks and months keep a copy, such as daily=7,weekly=5,monthly=12, not "${text}".`,
    'USAGE',
  )
}
