import type {CollectionName} from '../../../contract'
import {Checkbox} from '../../markup/checkbox'
import {Text} from '../../markup/text'
import {VirtualList} from '../../markup/virtual-list'
import {usePage} from '../page-context'

/** Which of some collections are chosen. */
export function SomeCollections({
  collections,
  selected,
  onChange,
}: {
  collections: readonly CollectionName[]
  selected: readonly string[]
  onChange(collectionIds: string[]): void
}) {
  const {texts} = usePage()
  return (
    <VirtualList
      label={texts.list.collections}
      items={collections}
      rowHeight={40}
      maxHeight={240}
      keyOf={({id}) => id}
      render={({id, displayName}) => (
        <Checkbox
          size="small"
          dataHook={`choose-${id}`}
          checked={selected.includes(id)}
          onChange={(on) => onChange([...selected.filter((one) => one !== id), ...(on ? [id] : [])])}
        >
          <Text size="small" ellipsis>
            <bdi>{displayName}</bdi>
          </Text>
        </Checkbox>
      )}
    />
  )
}
