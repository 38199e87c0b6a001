import type {QuestionStage} from '../feature'
import type {PageProblem} from '../page-problem'

/** What every dialog shows. */
export interface QuestionView {
  id: string
  /** working: the call is under way. checking: its outcome is unknown, and the page is looking. */
  stage: QuestionStage
  problem: PageProblem | null
}
