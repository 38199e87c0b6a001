import {existsSync} from 'node:fs'
import path from 'node:path'
import {Worker} from 'node:worker_threads'
import {type Failure, errorOf} from './worker-failure'
import type {CopierMessage, Question, Reply, WorkerRole} from './worker-protocol'

export interface EngineThread<Requests> {
  ask<Name extends keyof Requests & string>(
    name: Name,
    ask: Requests[Name] extends {ask: infer Ask} ? Ask : never,
  ): Promise<Requests[Name] extends {answer: infer Answer} ? Answer : never>
  /** Waits for what was asked, then ends the thread. */
  close(): Promise<void>
}

export function startThread<Requests>(task: WorkerRole): EngineThread<Requests> {
  const worker = startWorker(task)
  const waiting = new Map<number, {resolve: (answer: never) => void; reject: (error: Error) => void}>()
  let last: Promise<unknown> = Promise.resolve()
  let nextId = 0
  let broken: Error | undefined

  worker.on('message', (reply: Reply) => {
    const asker = waiting.get(reply.id)
    // The thread's end was told first, and everybody who waited knows of it.
    if (!asker) return
    waiting.delete(reply.id)
    if ('failure' in reply) asker.reject(errorOf(reply.failure as Failure))
    else asker.resolve(reply.answer as never)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error(`the engine's ${task.role} has ended`)))

  function fail(error: Error): void {
    broken ??= error
    for (const asker of waiting.values()) asker.reject(broken)
    waiting.clear()
  }

  return {
    ask(name, ask) {
      if (broken) return Promise.reject(broken)
      const id = ++nextId
      const answer = new Promise<never>((resolve, reject) => waiting.set(id, {resolve, reject}))
      last = answer.catch(() => undefined)
      worker.postMessage({id, name, ask} satisfies Question)
      return answer
    },
    async close() {
      await last
      if (broken) return
      const ended = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage('close')
      await ended
    },
  }
}

/** Its end is told when the thread has ended, and with it every file is closed. */
export function startCopier(
  task: WorkerRole & {role: 'copier'},
  tell: (message: CopierMessage) => void,
): void {
  const worker = startWorker(task)
  let end: CopierMessage = {failure: 'the copier has ended'}
  worker.on('message', (message: CopierMessage) => {
    if ('pinned' in message) tell(message)
    else end = message
  })
  worker.on('error', (error: Error) => (end = {failure: error.message}))
  worker.on('exit', () => tell(end))
}

function startWorker(workerData: WorkerRole): Worker {
  // Small pieces of JSON that live shortly: no need for V8's usual 48 MB a thread.
  return new Worker(workerFile(), {workerData, resourceLimits: {maxYoungGenerationSizeMb: 16}})
}

/** Beside the host when bundled with it; where the build puts it, when the sources run (tests). */
function workerFile(): string {
  const beside = path.join(__dirname, 'engine-worker.cjs')
  return existsSync(beside) ? beside : path.join(__dirname, '../../.build/local/engine-worker.cjs')
}
