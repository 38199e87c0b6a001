import {extensions} from '@wix/astro/builders'
import {historyCollection} from './history-collection'
import {settingsCollection} from './settings-collection'

/** A data collections extension also makes Wix enable the site's code editor, which spares WDE0110. */
export default extensions.dataCollections({
  id: 'ba550000-5f0e-4d7c-9a5e-3f2f6f1c7a03',
  name: 'Backups',
  collections: [settingsCollection, historyCollection],
})
