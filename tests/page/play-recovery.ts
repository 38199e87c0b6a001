import type {PageMethods, RecoveryWebMethods, Result} from 'public/contract'
import type {
  BringBackChoice,
  ChangedItem,
  DeletedItem,
  ItemComparison,
  Look,
  Receipt,
  ReceiptItem,
} from 'public/recovery-contract'
import type {FakeSite} from './fake-site'

/** What a look finds. */
export interface FoundItems {
  deleted: DeletedItem[]
  changed: ChangedItem[]
  added: number
  unchanged: number
  goneFields?: string[]
}

export interface RecoveryPlay {
  found?: FoundItems
  looks?: Look[]
  receipts?: Receipt[]
  /** In place of an answer of its own. */
  methods?: Partial<RecoveryWebMethods>
}

/** Item recovery on a fake site: a small working one for the page alone. The real one is tests/recovery's. */
export function playRecovery(site: FakeSite, play: RecoveryPlay = {}): void {
  const found = play.found ?? {deleted: [], changed: [], added: 0, unchanged: 0}
  let looks = [...(play.looks ?? [])]
  let receipts = [...(play.receipts ?? [])]
  const sourceOf = (lookId: string) => {
    const copy = looks.find(({id}) => id === lookId)?.copy
    return copy ? {backupId: '', copy} : {backupId: site.backups[0]!.id}
  }
  const put = (receipt: Receipt) => {
    receipts = [receipt, ...receipts.filter(({id}) => id !== receipt.id)]
    return ok({...receipt, next: receipt.status === 'DONE' ? null : receipt.id, waitMs: 0})
  }
  const working: RecoveryWebMethods & Pick<PageMethods, 'lookInsideCopy'> = {
    async lookInside(backupId, collectionIds) {
      const look = lookOf({id: `look-${looks.length + 1}`, backupId, collectionIds, openedDate: site.now()})
      looks = [look, ...looks]
      return ok(look)
    },
    async lookInsideCopy(copy, collectionIds) {
      const {sha256, moment} = copy
      const look = lookOf({id: `look-${looks.length + 1}`, backupId: '', collectionIds, status: 'READY'})
      const opened = {...look, copy: {sha256, moment}, backupRequestedDate: moment}
      looks = [opened, ...looks]
      return ok(opened)
    },
    getLook: async (id) => {
      const look = looks.find((one) => one.id === id)
      return look
        ? ok({...look, status: 'READY' as const})
        : {ok: false, error: {code: 'LOOK_NOT_FOUND', message: 'It is closed.', lookId: id}}
    },
    listLooks: async () => ok(looks),
    compareItems: async () => ok<ItemComparison>({...found, next: null, waitMs: 0}),
    previewReferences: async () =>
      ok({
        fields: [{collectionId: 'Orders', displayName: 'Orders', field: 'product', blank: 4, elsewhere: 1}],
        complete: true,
      }),
    readItemVersions: async (_lookId, _collectionId, itemId) =>
      ok({
        then: {_id: itemId, name: 'Walnut oil', price: 12.5, stock: {$date: '2026-11-20T09:00:00.000Z'}},
        now: {_id: itemId, name: 'Walnut oil, cold pressed', price: 1250, stock: null},
      }),
    bringBack: async (lookId, choices, receiptId) =>
      put(
        receiptOf({
          id: receiptId ?? 'receipt',
          lookId,
          date: site.now(),
          ...sourceOf(lookId),
          items: choices.flatMap(outcomes),
          references: {mended: 4, keptNewer: 1, unknown: 0},
        }),
      ),
    undoBringBack: async (receiptId) => {
      const original = receipts.find(({id}) => id === receiptId)!
      return put(
        receiptOf({
          ...original,
          id: `undo-${receiptId}`,
          undoes: receiptId,
          references: {mended: 0, keptNewer: 0, unknown: 0},
          items: original.items.map((item) => ({...item, outcome: 'TAKEN_BACK' as const})),
        }),
      )
    },
    listReceipts: async () => ok(receipts),
    closeLook: async (id) => {
      const look = looks.find((one) => one.id === id) ?? lookOf({id})
      looks = looks.filter((one) => one.id !== id)
      return ok({...look, status: 'CLOSED' as const})
    },
  }
  Object.assign(site.methods, working, play.methods)
}

export function lookOf({
  id = 'look',
  backupId = 'backup',
  collectionIds = ['Products'],
  openedDate = '2026-11-23T13:20:00.000Z',
  status = 'OPENING',
}: {
  id?: string
  backupId?: string
  collectionIds?: string[]
  openedDate?: string
  status?: Look['status']
} = {}): Look {
  return {
    id,
    status,
    backupId,
    backupRequestedDate: '2026-11-21T03:00:00.000Z',
    openedDate,
    by: null,
    reason: null,
    collections: [
      ...collectionIds.map((collectionId) => ({
        collectionId,
        displayName: collectionId,
        copyId: `BackupsLook-${id}-0`,
        role: 'CHOSEN' as const,
      })),
      {
        collectionId: 'Orders',
        displayName: 'Orders',
        copyId: `BackupsLook-${id}-1`,
        role: 'REFERRING' as const,
      },
    ],
  }
}

export function receiptOf(known: Partial<Receipt> & Pick<Receipt, 'id'>): Receipt {
  const items = known.items ?? []
  return {
    status: 'DONE',
    total: items.length,
    items,
    references: {mended: 0, keptNewer: 0, unknown: 0},
    by: null,
    date: '2026-11-23T13:40:00.000Z',
    backupId: 'backup',
    lookId: 'look',
    undoes: null,
    undoneBy: null,
    ...known,
  }
}

function outcomes({collectionId, itemIds = [], fields = []}: BringBackChoice): ReceiptItem[] {
  return [
    ...itemIds.map((itemId) => ({collectionId, itemId, outcome: 'BROUGHT_BACK' as const})),
    ...fields.map(({itemId}) => ({collectionId, itemId, outcome: 'FIELDS_BROUGHT_BACK' as const})),
  ]
}

function ok<T>(value: T): Result<T> {
  return {ok: true, value}
}
