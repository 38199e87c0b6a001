import type {ComponentChildren} from 'preact'
import type {Protection} from '../../../page/page-state'
import {Card} from '../../markup/card'
import {Fact} from '../../markup/fact'
import {Heading} from '../../markup/heading'
import {Icon, type IconName} from '../../markup/icon'
import {Loader} from '../../markup/loader'
import {Text} from '../../markup/text'
import {AutomaticLine} from '../automatic/automatic-line'
import {usePage} from '../page-context'
import './protection-card.css'
import {Timeline} from './timeline'

type Skin = 'success' | 'warning' | 'danger' | 'standard'

const SKIN: Record<Protection['level'], Skin> = {
  good: 'success',
  stale: 'warning',
  lastFailed: 'warning',
  first: 'standard',
  none: 'danger',
  noCollections: 'standard',
}

const ICON: Record<Skin, IconName> = {
  success: 'completeFilled',
  warning: 'warningFilled',
  danger: 'alertFilled',
  standard: 'timer',
}

/** Am I protected? The answer in a sentence and a picture, then the facts behind it. */
export function ProtectionCard() {
  const {state, texts, now} = usePage()
  const {protection} = state
  if (!protection) return null
  const {level, lastGood} = protection
  const skin = SKIN[level]
  return (
    <Card isPadded>
      <section aria-label={texts.protection.label} data-hook="protection" data-level={level}>
        <div class="bp-answer">
          <span class={`bp-shield bp-shield-${skin}`} aria-hidden="true">
            <Icon name={ICON[skin]} size={32} />
          </span>
          <div class="bp-column">
            <Heading as="h2" size="medium">
              {texts.protection.title[level]}
            </Heading>
            <Text secondary>{texts.protection.sentence(level, lastGood, now)}</Text>
          </div>
        </div>
        {level !== 'noCollections' && <Facts protection={protection} />}
        {lastGood && <Timeline timeline={protection.timeline} />}
        <AutomaticLine />
      </section>
    </Card>
  )
}

function Facts({protection}: {protection: Protection}) {
  const {texts, formats, now} = usePage()
  const {lastGood, nextAutomaticDate, slots} = protection
  const isDue = nextAutomaticDate !== null && Date.parse(nextAutomaticDate) <= Date.parse(now)
  return (
    <dl class="bp-facts">
      <ProtectionFact
        label={texts.protection.lastGood}
        value={lastGood ? formats.relative(lastGood.requestedDate, now) : texts.protection.noGood}
        detail={lastGood ? formats.dateTime(lastGood.requestedDate) : ''}
      />
      <ProtectionFact
        label={texts.protection.nextAutomatic}
        value={
          nextAutomaticDate === null
            ? texts.unknown
            : isDue
              ? texts.protection.due
              : texts.protection.expected(formats.relative(nextAutomaticDate, now))
        }
        detail={nextAutomaticDate === null ? texts.protection.noAutomatic : texts.protection.estimated}
      />
      <ProtectionFact
        label={texts.protection.slots}
        value={
          <span class="bp-inline">
            <span aria-hidden="true" class="bp-slot-dots">
              {Array.from({length: slots.limit}, (_, slot) => (
                <span key={slot} class={slot < slots.used ? 'bp-slot bp-slot-used' : 'bp-slot'} />
              ))}
            </span>
            {texts.protection.slotsUsed(slots.used, slots.limit)}
          </span>
        }
        detail={texts.protection.slotsFree(slots.limit - slots.used)}
      />
      {lastGood && <Exposure exposure={protection.exposure} />}
    </dl>
  )
}

function Exposure({exposure}: {exposure: Protection['exposure']}) {
  const {texts} = usePage()
  const {state, added, changed, unknown, restoredSince, uncovered, neverHeld, isMore} = exposure
  const isNothing = added + changed === 0
  const value =
    state === 'failed' ? (
      texts.protection.notCounted
    ) : state !== 'ready' && isNothing ? (
      <span class="bp-inline">
        <Loader size="tiny" />
        {texts.protection.counting}
      </span>
    ) : isNothing && unknown > 0 ? (
      texts.protection.notCounted
    ) : isNothing && restoredSince > 0 ? (
      texts.protection.everythingMayDiffer
    ) : isNothing ? (
      texts.protection.noChanges
    ) : (
      texts.protection.changes(added, changed)
    )
  const details = [
    uncovered.length > 0 ? texts.protection.uncovered(uncovered) : '',
    restoredSince > 0 ? texts.protection.restoredSince(restoredSince) : '',
    unknown > 0 ? texts.protection.someUnknown(unknown) : '',
    neverHeld.length > 0 ? texts.protection.neverHeld(neverHeld) : '',
    isMore ? texts.protection.more : '',
  ].filter(Boolean)
  return (
    <ProtectionFact
      label={texts.protection.exposure}
      value={value}
      detail={details.length > 0 ? <Lines lines={details} /> : texts.protection.sinceLast}
    />
  )
}

function Lines({lines}: {lines: string[]}) {
  return lines.map((line) => <div key={line}>{line}</div>)
}

function ProtectionFact({
  label,
  value,
  detail,
}: {
  label: string
  value: ComponentChildren
  detail: ComponentChildren
}) {
  return (
    <Fact label={label}>
      <Text weight="normal">{value}</Text>
      <Text size="tiny" secondary tagName="div">
        {detail}
      </Text>
    </Fact>
  )
}
