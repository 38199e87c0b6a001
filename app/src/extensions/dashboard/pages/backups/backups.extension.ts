import {extensions} from '@wix/astro/builders'

export default extensions.dashboardPage({
  id: 'ba550000-5f0e-4d7c-9a5e-3f2f6f1c7a01',
  title: 'Backups',
  routePath: 'backups',
  component: './extensions/dashboard/pages/backups/backups.tsx',
})
