import {TextButton} from '../../markup/button'
import {usePage} from '../page-context'
import './paging.css'

export function Paging({list}: {list: 'backups' | 'restorations'}) {
  const {state, texts, send} = usePage()
  const {page, hasPrevious, hasNext} = state[list]
  if (!hasPrevious && !hasNext) return null
  return (
    <nav class="bp-paging" aria-label={texts.list[list]}>
      <TextButton
        size="small"
        dataHook="newer"
        disabled={!hasPrevious}
        onClick={() => send({type: 'turnPage', list, by: -1})}
      >
        {texts.list.newer}
      </TextButton>
      <span aria-live="polite">{texts.list.page(page + 1)}</span>
      <TextButton
        size="small"
        dataHook="older"
        disabled={!hasNext}
        onClick={() => send({type: 'turnPage', list, by: 1})}
      >
        {texts.list.older}
      </TextButton>
    </nav>
  )
}
