import {extensions} from '@wix/astro/builders'

export default extensions.event({
  id: 'ba550000-5f0e-4d7c-9a5e-3f2f6f1c7a02',
  source: './extensions/backend/events/backup-state/backup-state.ts',
})
