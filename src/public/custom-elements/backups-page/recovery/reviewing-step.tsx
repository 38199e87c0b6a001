import type {RecoveryStep} from '../../../page/page-state'
import {Checkbox} from '../../markup/checkbox'
import {Notice} from '../../markup/notice'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'

/** What is written, and that nothing else is: one sentence that is true. */
export function ReviewingStep({step}: {step: RecoveryStep & {name: 'reviewing'}}) {
  const {texts, send} = usePage()
  const {recovery} = texts
  const {items, fields, added, references, mend} = step
  const blank = references?.fields.reduce((sum, field) => sum + field.blank, 0) ?? null
  const elsewhere = references?.fields.reduce((sum, field) => sum + field.elsewhere, 0) ?? 0
  return (
    <>
      <div data-hook="review-sentence">
        <Notice skin="standard" hasIcon>
          {recovery.sentence(items, fields, mend ? blank : null, added)}
        </Notice>
      </div>
      {step.goneFields.length > 0 && (
        <Text tagName="p" dataHook="gone-fields">
          {recovery.goneFields(step.goneFields)}
        </Text>
      )}
      {step.lostReferences > 0 && (
        <Text tagName="p" dataHook="lost-references">
          {recovery.lostReferences(step.lostReferences)}
        </Text>
      )}
      {items > 0 && references === null && (
        <Text tagName="p" secondary>
          {recovery.countingReferences}
        </Text>
      )}
      {references?.fields
        .filter((field) => field.blank > 0)
        .map(({collectionId, displayName, field, blank: count}) => (
          <Text tagName="p" key={`${collectionId} ${field}`}>
            {recovery.blankNow(displayName, field, count)}
          </Text>
        ))}
      {elsewhere > 0 && (
        <Text tagName="p" secondary>
          {recovery.elsewhere(elsewhere)}
        </Text>
      )}
      {references?.complete === false && (
        <Text tagName="p" secondary>
          {recovery.incomplete}
        </Text>
      )}
      {blank !== null && blank > 0 && (
        <Checkbox dataHook="mend-references" checked={mend} onChange={(on) => send({type: 'setMend', on})}>
          {recovery.mend}
        </Checkbox>
      )}
    </>
  )
}
