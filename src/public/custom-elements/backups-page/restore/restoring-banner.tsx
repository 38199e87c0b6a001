import type {RestorationView} from '../../../page/page-state'
import {usePage} from '../page-context'
import {Banner} from '../parts/banner'
import {BannerProgress} from '../parts/banner-progress'
import {whatIsRestored} from './what-is-restored'

export function RestoringBanner({restoration}: {restoration: RestorationView}) {
  const {texts} = usePage()
  const {backupType, backupRequestedDate} = restoration
  return (
    <Banner
      hook="restoring"
      skin="standard"
      title={texts.restoring(whatIsRestored(restoration), backupType, backupRequestedDate)}
    >
      {texts.restoringHint}
      <BannerProgress pending={restoration} />
    </Banner>
  )
}
