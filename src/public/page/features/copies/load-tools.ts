import {answerOfThrown} from '../../answer'
import type {FeaturePorts} from '../../feature'
import type {CopyTools} from './copy-tools'
import {CallFailed} from './site-calls'

/** Loaded by the first work that needs them. What keeps them from coming is told as what keeps a call from it. */
export async function loadTools({loadCopyTools, isOnline}: FeaturePorts): Promise<CopyTools> {
  try {
    return await loadCopyTools()
  } catch (thrown) {
    throw new CallFailed(answerOfThrown(thrown, 'read', isOnline()).problem)
  }
}
