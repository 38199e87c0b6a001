import type {RecoveryStep} from '../../../page/page-state'
import {Checkbox} from '../../markup/checkbox'
import {Tabs} from '../../markup/tabs'
import {Text} from '../../markup/text'
import {TextField} from '../../markup/text-field'
import {usePage} from '../page-context'
import {FoundList} from './found-list'
import {ThenAndNow} from './then-and-now'

/** What was deleted, changed and added since the backup, and what of it comes back. */
export function ChoosingStep({
  step,
  copyMoment,
}: {
  step: RecoveryStep & {name: 'choosing'}
  copyMoment: string | null
}) {
  const {texts, send} = usePage()
  const {recovery} = texts
  const {counts, list, search, total} = step
  if (step.open) return <ThenAndNow item={step.open} />
  return (
    <>
      {copyMoment !== null && <Text tagName="p">{texts.fromCopy.ofMoment(copyMoment)}</Text>}
      <Tabs
        items={[
          {id: 'deleted' as const, title: recovery.tabs.deleted(counts.deleted)},
          {id: 'changed' as const, title: recovery.tabs.changed(counts.changed)},
        ]}
        activeId={list}
        onSelect={(id) => send({type: 'showFound', list: id})}
      >
        <div class="bp-recovery-tools">
          <TextField
            size="small"
            label={recovery.search}
            placeholder={recovery.search}
            dataHook="search-found"
            icon="search"
            clearLabel={texts.dismiss}
            value={search}
            onInput={(value) => send({type: 'showFound', search: value})}
          />
          {list === 'deleted' && total > 0 && (
            <Checkbox
              size="small"
              dataHook="choose-all"
              checked={step.isAllChosen}
              onChange={(on) => send({type: 'chooseAll', on})}
            >
              {recovery.all}
            </Checkbox>
          )}
        </div>
        {total === 0 ? (
          <Text tagName="p" secondary>
            {search === ''
              ? (copyMoment === null ? recovery.none : recovery.noneOfCopy)[list]
              : recovery.none.search}
          </Text>
        ) : (
          <FoundList step={step} />
        )}
      </Tabs>
      <Text tagName="p" size="small" secondary>
        {recovery.added(counts.added)} {recovery.unchanged(counts.unchanged)}
      </Text>
      <Text tagName="p" weight="normal" dataHook="chosen">
        {recovery.chosenLabel} {recovery.chosen(counts.items, counts.fields)}
      </Text>
      {copyMoment !== null && (
        <Text tagName="p" size="small" secondary>
          {recovery.costOfCopy} {recovery.history}
        </Text>
      )}
    </>
  )
}
