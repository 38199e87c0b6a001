// What the Backups page is compared with: a page of the same library that has a header and nothing else.
import {Page, WixDesignSystemProvider} from '@wix/design-system'
import {createRoot} from 'react-dom/client'

class EmptyPage extends HTMLElement {
  connectedCallback(): void {
    createRoot(this).render(
      <WixDesignSystemProvider locale="en-US">
        <main aria-label="Backups">
          <Page height="100vh" minWidth={0} maxWidth={1248} sidePadding={48}>
            <Page.Header title="Backups" subtitle="Copies of your site's collections." />
            <Page.Content>
              <div data-hook="empty-page" />
            </Page.Content>
          </Page>
        </main>
      </WixDesignSystemProvider>,
    )
  }
}

customElements.define('backups-page', EmptyPage)
