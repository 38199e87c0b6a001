import type {PageCommand, PageState} from '../../page/page-state'
import type {Formats} from '../../page/texts/formats'
import '../markup/layout.css'
import {Page} from '../markup/page'
import {Announcer} from './announcer'
import {Banners} from './banners'
import {CopiesCard} from './copies/copies-card'
import {CreateButton} from './create/create-button'
import {Dialogs} from './dialog/dialogs'
import {Lists} from './lists/lists'
import {PageProvider, usePage} from './page-context'
import {BackupPanel} from './panel/backup-panel'
import {MissingButton} from './recovery/missing-button'
import {ProtectionCard} from './protection/protection-card'
import {useFocusKept} from './use-focus-kept'
import {EmptyPage} from './whole-page/empty-page'
import {LoadingPage} from './whole-page/loading-page'
import {ProblemPage} from './whole-page/problem-page'

export function App(props: {state: PageState; formats: Formats; send(command: PageCommand): void}) {
  return (
    <PageProvider {...props}>
      <BackupsPage />
    </PageProvider>
  )
}

function BackupsPage() {
  const {state, texts, isNarrow} = usePage()
  useFocusKept()
  const hasContent = state.phase === 'ready' && state.protection?.level !== 'noCollections'
  return (
    <>
      <Page
        title={texts.title}
        subtitle={isNarrow ? undefined : texts.subtitle}
        actions={hasContent && <Actions />}
        isBusy={state.phase === 'loading'}
      >
        <Content />
      </Page>
      <BackupPanel />
      <Dialogs />
      <Announcer />
    </>
  )
}

/** In a narrow window there is room for one beside the title. */
function Actions() {
  const {isNarrow} = usePage()
  return (
    <div class="bp-page-actions">
      {!isNarrow && <MissingButton />}
      <CreateButton />
    </div>
  )
}

function Content() {
  const {state, isNarrow} = usePage()
  if (state.phase === 'loading') return <LoadingPage />
  if (state.phase === 'failed') return <ProblemPage />
  return (
    <>
      <Banners />
      {isNarrow && <MissingButton />}
      <ProtectionCard />
      {state.isEmpty ? <EmptyPage /> : <Lists />}
      <CopiesCard />
    </>
  )
}
