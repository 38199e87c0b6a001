import {COLLECTIONS, MINUTE, webMethodsContract} from '../contract/web-methods-contract'
import {startTestHost} from '../support/test-host'

webMethodsContract(async () => {
  const host = await startTestHost({settings: {backupMs: MINUTE, restoreMs: MINUTE}})
  for (const {id, displayName} of COLLECTIONS) {
    await host.sdk().collections.createDataCollection({_id: id, displayName, fields: []})
  }
  return {
    callMethod: (name, args) => host.call(name, args),
    advance: (advanceMs) => host.local('POST', 'clock', {advanceMs}),
    close: () => host.close(),
  }
})
