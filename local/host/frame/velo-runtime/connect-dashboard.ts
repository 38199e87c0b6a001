import {dashboard} from '@wix/dashboard'
import {createClient} from '@wix/sdk'

/**
 * Makes `import {dashboard} from '@wix/dashboard'` work in the page's code. The package supports a worker: it asks
 * for no DOM when it is told how to post, and not to watch a height. The origin must be one of Wix's; nothing is
 * sent there, because the handshake goes to the page frame, which passes it on to the dashboard frame.
 */
export function connectDashboard(postMessage: (message: unknown, transfer: Transferable[]) => void) {
  const fullUrl = new URL('https://manage.wix.com/')
  fullUrl.searchParams.set('siteInfo', JSON.stringify({wixEditorAvailable: false, wixEditorActive: false}))
  const host = dashboard.host({
    origin: 'https://manage.wix.com',
    autoHeightUpdate: false,
    fullUrl: fullUrl.href,
    postMessage: (message, _origin, transfer) => postMessage(message, transfer),
  })
  createClient({host, modules: {dashboard}}).enableContext('global')
}
