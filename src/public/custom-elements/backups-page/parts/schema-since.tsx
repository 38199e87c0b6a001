import type {SchemaShown} from '../../../page/page-state'
import {TextButton} from '../../markup/button'
import {Loader} from '../../markup/loader'
import {Notice} from '../../markup/notice'
import {Text} from '../../markup/text'
import {DialogProblem} from '../dialog/dialog-notices'
import {usePage} from '../page-context'
import './schema-since.css'

/** What changed in the collections since a backup; `isMeant`: of which of them it is told. */
export function SchemaSince({
  backupId,
  isMeant = () => true,
  disabled = false,
}: {
  backupId: string
  isMeant?: (collectionId: string) => boolean
  disabled?: boolean
}) {
  const {state, texts} = usePage()
  const {schema} = state
  if (schema?.backupId !== backupId) return null
  const {recreated, problem, moreChanges} = schema
  const changes = schema.changes.filter(({collectionId}) => isMeant(collectionId))
  const deleted = schema.deleted.filter(({id}) => isMeant(id))
  return (
    <>
      {problem && <DialogProblem problem={problem} />}
      {recreated.length > 0 && (
        <div role="status" data-hook="schema-recreated">
          <Notice skin="success" hasIcon>
            {recreated.map(({displayName, left}) => (
              <div key={displayName}>{texts.schema.recreated(displayName, left)}</div>
            ))}
          </Notice>
        </div>
      )}
      {changes.length + deleted.length > 0 && (
        <div data-hook="schema-since">
          <Notice skin="warning" hasIcon title={texts.schema.title}>
            <ul class="bp-plain-list bp-schema-since">
              {deleted.map((collection) => (
                <Deleted key={collection.id} {...{schema, collection, disabled}} />
              ))}
              {changes.map((change) => (
                <li key={`${change.collectionId} ${change.field}`}>{texts.schema.change(change)}</li>
              ))}
              {moreChanges > 0 && <li>{texts.schema.more(moreChanges)}</li>}
            </ul>
          </Notice>
        </div>
      )}
    </>
  )
}

type Schema = NonNullable<SchemaShown['schema']>

function Deleted({
  schema,
  collection,
  disabled,
}: {
  schema: Schema
  collection: Schema['deleted'][number]
  disabled: boolean
}) {
  const {texts, send} = usePage()
  const {backupId, recreating} = schema
  const {id, displayName, fieldCount} = collection
  return (
    <li class="bp-column">
      <span>{texts.schema.deleted(displayName, fieldCount)}</span>
      {recreating === id ? (
        <span class="bp-inline" role="status">
          <Loader size="tiny" />
          <Text size="small">{texts.schema.recreating}</Text>
        </span>
      ) : (
        <TextButton
          skin="dark"
          isUnderlined
          size="small"
          dataHook={`recreate-${id}`}
          label={texts.schema.recreateNamed(displayName)}
          disabled={disabled || recreating !== null}
          onClick={() => send({type: 'recreateCollection', backupId, collectionId: id})}
        >
          {texts.schema.recreate}
        </TextButton>
      )}
    </li>
  )
}
