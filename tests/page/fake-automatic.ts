import type {AutomaticBackups, AutomaticChoice} from 'public/automatic-contract'
import type {Problem, Result} from 'public/contract'
import type {FakeSite} from './fake-site'

/** What a host's endpoints keep: a choice and a key. */
export function fakeAutomatic(site: FakeSite, choice: Partial<AutomaticChoice> = {}) {
  const kept: AutomaticChoice = {isOn: false, hasKey: false, ...choice}
  const calls: string[] = []
  let keys = 0
  let problem: Problem | null = null
  const answer = <T>(name: string, value: () => T): Promise<Result<T>> => {
    calls.push(name)
    return Promise.resolve(problem ? {ok: false, error: problem} : {ok: true, value: value()})
  }
  const backups: AutomaticBackups = {
    address: 'https://app.example/api/scheduled-backup',
    getChoice: () => answer('getChoice', () => ({...kept})),
    choose: (isOn) => answer('choose', () => ({...Object.assign(kept, {isOn})})),
    makeKey: () =>
      answer('makeKey', () => ({...Object.assign(kept, {hasKey: true}), key: `key-${(keys += 1)}`})),
    removeKey: () => answer('removeKey', () => ({...Object.assign(kept, {hasKey: false})})),
    async backUpIfDue() {
      if (problem) return answer('backUpIfDue', () => ({created: null, reason: 'OFF'}))
      const made = await site.methods.createBackup()
      return answer('backUpIfDue', () => ({created: made.ok ? made.value : null, reason: 'NO_BACKUP'}))
    },
  }
  return {backups, calls, kept, fail: (with_: Problem | null) => void (problem = with_)}
}
