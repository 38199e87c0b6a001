import {CustomModalLayout, Modal, WixDesignSystemProvider} from '@wix/design-system'
import {useEffect, useRef, type ReactNode} from 'react'
import type {CreateDialog, DeleteDialog, Dialog, PageProblem} from '../../page/page-state'
import {Notice, type NoticeSkin} from './markup/notice'
import {Text} from './markup/text'
import {usePage} from './page-context'
import {RestoreContent} from './restore-dialog'

// What of the design system's style sheet these can use: scripts/build-element.mjs puts it here.
declare const DESIGN_SYSTEM_STYLES: string

const styles = document.createElement('style')
styles.dataset.of = 'backups-page'
styles.textContent = DESIGN_SYSTEM_STYLES
document.head.append(styles)

const CLOSE_MS = 200

export function Dialogs() {
  const {state, texts, formats, isNarrow, send} = usePage()
  // Kept while it closes, so that it doesn't go empty before it is gone.
  const last = useRef<Dialog | null>(null)
  if (state.dialog) last.current = state.dialog
  const dialog = last.current
  const isOpen = state.dialog !== null
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <WixDesignSystemProvider locale={formats.language}>
      <Modal
        isOpen={isOpen}
        screen={isNarrow ? 'full' : 'desktop'}
        contentLabel={dialog ? titleOf[dialog.kind](texts) : ''}
        closeTimeoutMS={isStill ? 0 : CLOSE_MS}
        onRequestClose={() => send({type: 'dismiss'})}
        // Cancel first: Enter must never destroy anything by itself.
        onAfterOpen={() => {
          // The design system names its close button in English only.
          document
            .querySelector('[data-hook="baseModalLayout-close-button"]')
            ?.setAttribute('aria-label', texts.close)
          focusCancel()
        }}
      >
        {dialog && <Content dialog={dialog} />}
      </Modal>
    </WixDesignSystemProvider>
  )
}

function focusCancel(): void {
  document.querySelector<HTMLElement>('[data-hook="dialog-cancel"]')?.focus()
}

const titleOf: Record<Dialog['kind'], (texts: ReturnType<typeof usePage>['texts']) => string> = {
  create: (texts) => texts.createBackup,
  delete: (texts) => texts.delete.title,
  restore: (texts) => texts.list.restore,
}

function Content({dialog}: {dialog: Dialog}) {
  switch (dialog.kind) {
    case 'create':
      return <CreateContent dialog={dialog} />
    case 'delete':
      return <DeleteContent dialog={dialog} />
    case 'restore':
      return <RestoreContent dialog={dialog} />
  }
}

function CreateContent({dialog}: {dialog: CreateDialog}) {
  const {texts, now, send} = usePage()
  const {evicted, slots, stage, problem, changed} = dialog
  return (
    <DialogFrame
      dialog={dialog}
      skin={evicted ? 'destructive' : 'standard'}
      title={
        stage === 'checking'
          ? texts.create.checkingTitle
          : problem && problem.code !== 'OUTCOME_UNKNOWN' && !evicted
            ? texts.create.failedTitle
            : texts.create.title
      }
      confirmText={evicted ? texts.create.confirm : problem ? texts.tryAgain : texts.create.confirmFree}
      workingText={texts.create.working}
      onConfirm={() => send({type: 'confirm', evict: evicted?.id ?? null})}
    >
      {changed && <Changed text={texts.create.changed} />}
      {stage === 'checking' ? (
        <Checking text={texts.create.checking} />
      ) : (
        problem && (
          <DialogProblem
            problem={problem}
            {...(problem.code === 'OUTCOME_UNKNOWN' && {
              title: texts.create.notFoundTitle,
              text: texts.create.notFound,
            })}
          />
        )
      )}
      {evicted ? (
        <>
          <Text tagName="p" dataHook="evicts">
            {texts.create.evicts(evicted.requestedDate, now)}
          </Text>
          <Text tagName="p" secondary>
            {texts.create.slots(slots.used, slots.limit)}{' '}
            {dialog.evictedIsOnlyOneOfItsWeek && texts.create.onlyOne} {texts.create.other}
          </Text>
        </>
      ) : (
        !problem && <Text tagName="p">{texts.create.free}</Text>
      )}
    </DialogFrame>
  )
}

function DeleteContent({dialog}: {dialog: DeleteDialog}) {
  const {texts, now, send} = usePage()
  const {backup, isLastGood, gone, problem} = dialog
  return (
    <DialogFrame
      dialog={dialog}
      skin="destructive"
      title={texts.delete.title}
      confirmText={texts.delete.confirm}
      workingText={texts.delete.working}
      isOver={gone}
      onConfirm={() => send({type: 'confirm', evict: null})}
    >
      {problem && <DialogProblem problem={problem} />}
      {gone ? (
        <Changed text={texts.delete.gone} />
      ) : (
        <Text tagName="p">{texts.delete.text(backup.type, backup.requestedDate, now)}</Text>
      )}
      {isLastGood && !gone && <Notice skin="danger">{texts.delete.lastGood}</Notice>}
    </DialogFrame>
  )
}

/** A dialog's title, its two buttons and what they look like while it works. */
export function DialogFrame({
  dialog,
  skin,
  title,
  subtitle,
  confirmText,
  workingText,
  canConfirm = true,
  isOver = false,
  width = '600px',
  onConfirm,
  children,
}: {
  dialog: Dialog
  skin: 'standard' | 'destructive'
  title: string
  subtitle?: string
  confirmText: string
  workingText: string
  canConfirm?: boolean
  /** There is nothing left to confirm. */
  isOver?: boolean
  width?: string
  onConfirm(): void
  children: ReactNode
}) {
  const {texts, send} = usePage()
  const {stage} = dialog
  const isBusy = stage !== 'asking'
  const before = useRef(stage)
  useEffect(() => {
    // The button that had the focus was disabled while it worked.
    if (before.current !== 'asking' && stage === 'asking') focusCancel()
    before.current = stage
  }, [stage])
  return (
    <CustomModalLayout
      dataHook={`dialog-${dialog.kind}`}
      skin={skin}
      title={title}
      subtitle={subtitle}
      width={`min(${width}, calc(100vw - 32px))`}
      maxHeight="calc(100vh - 64px)"
      style={{minWidth: 0}}
      closeButtonProps={{
        onClick: () => send({type: 'dismiss'}),
      }}
      secondaryButtonText={isBusy || isOver ? texts.close : texts.cancel}
      secondaryButtonProps={{dataHook: 'dialog-cancel', disabled: stage === 'working'}}
      secondaryButtonOnClick={() => send({type: 'dismiss'})}
      {...(!isOver && {
        primaryButtonText: stage === 'checking' ? texts.checking : isBusy ? workingText : confirmText,
        primaryButtonProps: {dataHook: 'dialog-confirm', disabled: isBusy || !canConfirm},
        primaryButtonOnClick: onConfirm,
      })}
    >
      <div className="bp-dialog">{children}</div>
    </CustomModalLayout>
  )
}

export function Changed({text}: {text: string}) {
  return (
    <DialogNotice role="alert" dataHook="dialog-changed" skin="warning">
      {text}
    </DialogNotice>
  )
}

export function Checking({text}: {text: string}) {
  return (
    <DialogNotice role="status" dataHook="dialog-checking" skin="standard">
      {text}
    </DialogNotice>
  )
}

export function DialogProblem({problem, title, text}: {problem: PageProblem; title?: string; text?: string}) {
  const {texts} = usePage()
  return (
    <DialogNotice
      role="alert"
      dataHook="dialog-problem"
      code={problem.code}
      skin="danger"
      title={title ?? texts.problem.title[problem.code]}
    >
      {text ?? texts.problem.text(problem)}
      {problem.requestId !== undefined && (
        <Text size="tiny" secondary tagName="div">
          {texts.problem.requestId(problem.requestId)}
        </Text>
      )}
    </DialogNotice>
  )
}

/** What is said at the top of a long dialog must not stay out of sight. */
function DialogNotice({
  role,
  dataHook,
  code,
  ...notice
}: {
  role: 'alert' | 'status'
  dataHook: string
  code?: string
  skin: NoticeSkin
  title?: string
  children: ReactNode
}) {
  return (
    <div ref={inSight} role={role} data-hook={dataHook} data-code={code}>
      <Notice {...notice} hasIcon />
    </div>
  )
}

function inSight(element: HTMLElement | null): void {
  element?.scrollIntoView({block: 'nearest'})
}
