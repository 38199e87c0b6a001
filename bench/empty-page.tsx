// What the Backups page is compared with: a page drawn by the same library that has a header and nothing else, once
// its page code has said so.
import {render} from 'preact'
import {Page} from '../src/public/custom-elements/markup/page'

class EmptyPage extends HTMLElement {
  static observedAttributes = ['state']

  attributeChangedCallback(): void {
    render(
      <Page title="Backups" subtitle="Copies of your site's collections." isBusy={false}>
        <div data-hook="empty-page" />
      </Page>,
      this,
    )
  }
}

customElements.define('backups-page', EmptyPage)
