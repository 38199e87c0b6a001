import type {Dialog, Shown} from './features'
import type {Remember, SiteView} from './site-view'

/**
 * What the page shows. Plain JSON: it goes down to the element as attributes (attributes.ts). It holds facts and no
 * sentences, so that the element can say them in the reader's own language and time zone.
 */
export type PageState = Shown &
  SiteView & {
    /** What the host says of its reader; `null`: the browser's own counts. */
    language: string | null
    timeZone: string | null
    remember: Remember
    /** The question that is asked, one at a time. */
    dialog: Dialog | null
  }

export type {PageCommand, Dialog} from './features'
export type {Estimate} from './estimate-duration'
export type {QuestionStage as DialogStage} from './feature'
export type {AutomaticDialog} from './features/automatic'
export type {CreateDialog} from './features/create'
export type {DeleteDialog} from './features/delete'
export type {ExposureState, Protection} from './features/exposure'
export type {BackupPanel, StatusFilter, TypeFilter} from './features/lists'
export type {OutcomeView} from './features/outcomes'
export type {RestoreDialog} from './features/restore-dialog'
export {WORD_TO_TYPE} from './features/restore-question'
export type {JobStage, RestoreJob, RestoreTask} from './job'
export type {Notice, Trouble} from './notice'
export type {PageProblem, PageProblemCode} from './page-problem'
export type {Listing} from './paged-list'
export type {TimelineEvent} from './timeline'
export type {BackupView, RestorationView} from './views'
export type {FoundRow, RecoveryDialog, RecoveryStep} from './features/recovery/recovery-view'
export type {CopyDialog, CopyStep} from './features/copies/copying-view'
export type {Stopped} from './features/copies/copy-trouble'
export type {FromCopyDialog, FromCopyStep} from './features/copies/from-copy-view'
export type {SchemaShown} from './features/schema'
