import type {CopyDialog as Question, CopyStep} from '../../../page/page-state'
import {Button, TextButton} from '../../markup/button'
import {Choice} from '../../markup/choice'
import {Dialog} from '../../markup/dialog'
import {Loader} from '../../markup/loader'
import {Notice} from '../../markup/notice'
import {ProgressBar} from '../../markup/progress-bar'
import {Radio} from '../../markup/radio'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import {useFocusOnStep} from '../use-focus-on-step'
import './copies.css'
import {SaveLink} from './save-link'
import {SomeCollections} from './some-collections'
import {StoppedNotice} from './stopped-notice'

/** "Download a copy": what of, how far, and the file. */
export function CopyDialog({dialog: {step}}: {dialog: Question}) {
  const {texts, send} = usePage()
  const {copies} = texts
  const content = useFocusOnStep(step.name)
  const isPaused = step.name === 'copying' && (step.isPaused || step.stopped !== null)
  return (
    <Dialog
      dataHook="dialog-copy"
      title={isPaused ? copies.paused : copies[step.name]}
      closeLabel={texts.close}
      onDismiss={() => send({type: 'dismiss'})}
      footer={<Footer step={step} />}
    >
      <div ref={content} tabIndex={-1} class="bp-copy">
        <Step step={step} />
      </div>
    </Dialog>
  )
}

function Step({step}: {step: CopyStep}) {
  switch (step.name) {
    case 'asking':
      return <Asking step={step} />
    case 'copying':
      return <Copying step={step} />
    case 'done':
      return <Done step={step} />
  }
}

function Asking({step}: {step: CopyStep & {name: 'asking'}}) {
  const {texts, send} = usePage()
  const {copies} = texts
  const {backup, collections, leftOut, scope, selected} = step
  return (
    <>
      <Text tagName="p">{backup ? copies.ofBackup(backup.type, backup.requestedDate) : copies.ofSite}</Text>
      <Choice label={copies.what} disabled={false}>
        {(['all', 'some'] as const).map((value) => (
          <Radio
            key={value}
            name="copy-scope"
            dataHook={`copy-${value}`}
            checked={scope === value}
            label={copies[value]}
            onChange={() => send({type: 'setCopy', scope: value})}
          />
        ))}
      </Choice>
      {scope === 'some' && (
        <SomeCollections
          collections={collections}
          selected={selected}
          onChange={(collectionIds) => send({type: 'setCopy', collectionIds})}
        />
      )}
      <Text tagName="p" secondary size="small" dataHook="copy-not-in-it">
        {copies.notInIt} {leftOut > 0 && copies.leftOut(leftOut)}
      </Text>
    </>
  )
}

function Copying({step}: {step: CopyStep & {name: 'copying'}}) {
  const {texts} = usePage()
  const {copies} = texts
  const {percent, items, collection, isPaused, waiting, stopped} = step
  const text = collection === null ? copies.soFar(items) : copies.at(collection, items)
  return (
    <>
      {stopped && <StoppedNotice stopped={stopped} />}
      {waiting && (
        <div role="status" data-hook="copy-waiting">
          <Notice skin="warning" hasIcon title={texts.problem.title[waiting.code]}>
            {copies.waiting}
          </Notice>
        </div>
      )}
      <ProgressBar percent={percent} label={copies.copying} text={text} />
      <Text tagName="p" dataHook="copy-progress">
        {text}
      </Text>
      <Text tagName="p" secondary size="small">
        {isPaused || stopped ? copies.isPaused : copies.goesOn}
      </Text>
    </>
  )
}

function Done({step: {copied, media}}: {step: CopyStep & {name: 'done'}}) {
  const {texts, send} = usePage()
  const {copies} = texts
  return (
    <>
      <Text tagName="p" dataHook="copy-ready">
        {copies.ready(copied.items, copied.collections, copied.bytes)}
      </Text>
      {copied.changed.map(({displayName, changed, difference}) => (
        <Text key={displayName} tagName="p" secondary size="small">
          {copies.changed(displayName, changed, difference)}
        </Text>
      ))}
      {copied.leftOut.length > 0 && (
        <Text tagName="p" secondary size="small">
          {copies.leftOut(copied.leftOut.length)}
        </Text>
      )}
      <div class="bp-copy-links">
        <SaveLink
          files={copied.files}
          fileName={copied.fileName}
          type="application/zip"
          dataHook="save-copy"
          text={copies.save}
        />
        <Text secondary size="small">
          {copies.saveHint}
        </Text>
        {media === 'not asked' && (
          <TextButton dataHook="list-media" size="small" onClick={() => send({type: 'listMedia'})}>
            {copies.listMedia}
          </TextButton>
        )}
        {media === 'asked' && (
          <span class="bp-inline" role="status">
            <Loader size="small" />
            <Text size="small">{copies.listing}</Text>
          </span>
        )}
        {typeof media === 'object' &&
          (media.count === 0 ? (
            <Text size="small">{copies.noMedia}</Text>
          ) : (
            <SaveLink
              files={media.files}
              fileName={copied.fileName.replace(/\.zip$/, ' media.txt')}
              type="text/plain"
              dataHook="save-media"
              text={copies.saveMedia(media.count)}
            />
          ))}
      </div>
    </>
  )
}

function Footer({step}: {step: CopyStep}) {
  const {texts, send} = usePage()
  const {copies} = texts
  const second = (text: string, dataHook: string, act: () => void) => (
    <Button size="small" priority="secondary" dataHook={dataHook} onClick={act}>
      {text}
    </Button>
  )
  const discard = () => send({type: 'discardCopy'})
  switch (step.name) {
    case 'asking': {
      const canStart = step.scope === 'all' ? step.collections.length > 0 : step.selected.length > 0
      return (
        <>
          {second(texts.cancel, 'dialog-cancel', () => send({type: 'dismiss'}))}
          <Button
            size="small"
            dataHook="dialog-confirm"
            disabled={!canStart}
            onClick={() => send({type: 'startCopy'})}
          >
            {copies.start}
          </Button>
        </>
      )
    }
    case 'copying': {
      const isStill = step.isPaused || step.stopped !== null
      return (
        <>
          {second(copies.discard, 'discard-copy', discard)}
          {second(copies.hide, 'dialog-cancel', () => send({type: 'dismiss'}))}
          <Button
            size="small"
            dataHook={isStill ? 'continue-copy' : 'pause-copy'}
            onClick={() => send({type: isStill ? 'continueCopy' : 'pauseCopy'})}
          >
            {isStill ? copies.goOn : copies.pause}
          </Button>
        </>
      )
    }
    case 'done':
      return second(copies.finish, 'dialog-confirm', discard)
  }
}
