import {to} from '../feature'
import {viewRestoration, type RestorationView} from '../views'
import {feature} from '../running-feature'

export type OutcomesCommand = {type: 'dismissOutcome'; restorationId: string}

/** A restoration that ended while the page was open. Uncertain: it may be somebody else's, and is not undone here. */
export type OutcomeView = RestorationView & {isCertain: boolean}

interface State {
  outcomes: {restorationId: string; isCertain: boolean}[]
}

export const outcomes = feature<State, OutcomesCommand, {outcomes: OutcomeView[]}>({
  name: 'outcomes',
  initial: {outcomes: []},
  on(state, event) {
    switch (event.type) {
      case 'ended': {
        if (!('restoration' in event.work)) return to(state)
        const {isCertain} = event
        const ended = {restorationId: event.work.restoration.id, isCertain}
        return to({outcomes: [...state.outcomes, ended]})
      }
      case 'dismissOutcome':
        return to({
          outcomes: state.outcomes.filter(({restorationId}) => restorationId !== event.restorationId),
        })
      default:
        return to(state)
    }
  },
  show: (state, {site, findRestoration}) => ({
    outcomes: state.outcomes.flatMap(({restorationId, isCertain}) => {
      const restoration = findRestoration(restorationId)
      if (!site || !restoration) return []
      const view = viewRestoration(restoration, site)
      return [{...view, isCertain, undoBackupId: isCertain ? view.undoBackupId : null}]
    }),
  }),
})
