import {handshakeCode} from '@wix/dashboard/provider'
import type {ToDashboardFrame, ToPage} from './frame-messages'
import type {ToPageFrame, ToWorker} from './velo-runtime/worker-messages'

/**
 * The page's frame, as Velo has it: the custom element lives here, its page code lives in a worker without a DOM,
 * and only JSON crosses. The dashboard's handshake goes through, with its port, to the frame around it.
 */
const worker = new Worker('/frame/page-code.js')
const send = (message: ToWorker) => worker.postMessage(message)

worker.addEventListener(
  'message',
  ({data}: MessageEvent<ToPageFrame | {code: string; port: MessagePort}>) => {
    if ('code' in data) {
      if (data.code === handshakeCode) parent.postMessage(data, location.origin, [data.port])
      return
    }
    switch (data.type) {
      case 'setAttribute':
        return elementOf(data.id).setAttribute(data.name, data.value)
      case 'listen': {
        const {id, eventName} = data
        return elementOf(id).addEventListener(eventName, (event) => {
          const {detail} = event as CustomEvent<unknown>
          // What is not JSON does not reach a page's code on Wix either.
          send({type: 'event', id, eventName, detail: JSON.parse(JSON.stringify(detail ?? null))})
        })
      }
      case 'refused':
        return parent.postMessage(data satisfies ToDashboardFrame, location.origin)
      case 'failure':
        return showProblem('The page’s code failed', data.message)
    }
  },
)
worker.addEventListener('error', (event) => {
  event.preventDefault()
  showProblem(
    'The page’s code could not run',
    event.message || '/frame/page-code.js is missing. Build it first.',
  )
})
worker.addEventListener('messageerror', () =>
  showProblem('The page’s code sent something that cannot cross', ''),
)

window.addEventListener('error', ({message}) => {
  // Chromium's way to say "in the next frame": not a failure of anyone's.
  if (!message.startsWith('ResizeObserver loop')) showProblem('The page’s element failed', message)
})
window.addEventListener('unhandledrejection', ({reason}) =>
  showProblem('The page’s element failed', String(reason)),
)
window.addEventListener('message', ({origin, source, data}: MessageEvent<ToPage>) => {
  if (origin !== location.origin || source !== parent) return
  if (data.type === 'start' || data.type === 'headers') send(data)
})

loadElement()
if (parent === window) {
  showProblem('This is only the page', 'It needs the dashboard around it.', 'a')
} else {
  parent.postMessage({type: 'page-ready'} satisfies ToDashboardFrame, location.origin)
}

function elementOf(id: string) {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no element #${id}.`)
  return element
}

function loadElement() {
  const script = document.createElement('script')
  script.type = 'module'
  script.src = '/page/backups-page.js'
  script.addEventListener('error', () =>
    showProblem(
      'The page’s element could not be loaded',
      '/page/backups-page.js is missing or broken. Build it first.',
    ),
  )
  document.head.append(script)
}

/** Without the components that the frame around it is drawn with: the page's own time is measured here. */
function showProblem(title: string, text: string, wayOut: 'button' | 'a' = 'button') {
  const template = document.querySelector<HTMLTemplateElement>('#problem')
  const problem = template?.content.firstElementChild?.cloneNode(true)
  if (!(problem instanceof HTMLElement)) throw new Error('page.html has no #problem.')
  for (const [selector, said] of [
    ['strong', `${title}.`],
    ['span', text],
  ] as const) {
    const place = problem.querySelector(selector)
    if (place) place.textContent = said
  }
  problem.querySelector(wayOut === 'a' ? 'button' : 'a')?.remove()
  problem.querySelector('button')?.addEventListener('click', () => location.reload())
  document.querySelector('#problems')?.append(problem)
}
