import type {SchemaSlice} from 'public/copies-contract'
import {withoutPrivate} from 'public/rules/private-collections'
import {Paced} from '../recovery/paced'
import {listWholeDefinitions} from '../wix/copy-data'
import {LIST_LIMIT} from '../wix/pages'
import {checkNext} from './check-arguments'
import {operation} from './operation'

/** The site's collections with their whole schema, a hundred at a time: ask again with `next` until it is `null`. */
export const readSchema = operation(1, async (call, next): Promise<SchemaSlice> => {
  const page = Number(checkNext(next) ?? 0)
  const paced = new Paced(call)
  const found = await paced.read(() => listWholeDefinitions({limit: LIST_LIMIT, offset: page * LIST_LIMIT}))
  return {
    collections: withoutPrivate(found),
    next: found.length < LIST_LIMIT ? null : String(page + 1),
    waitMs: paced.waitMs(),
  }
})
