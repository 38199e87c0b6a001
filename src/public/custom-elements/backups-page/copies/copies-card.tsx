import {Button} from '../../markup/button'
import {Card} from '../../markup/card'
import {Heading} from '../../markup/heading'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import './copies.css'

/** The way to files of one's own. */
export function CopiesCard() {
  const {texts, send} = usePage()
  const {copies} = texts
  return (
    <Card>
      <section class="bp-copies" data-hook="copies">
        <div class="bp-column">
          <Heading as="h2" size="small">
            {copies.title}
          </Heading>
          <Text size="small" secondary>
            {copies.text}
          </Text>
        </div>
        <div class="bp-page-actions">
          <Button
            size="small"
            priority="secondary"
            dataHook="ask-from-copy"
            onClick={() => send({type: 'askFromCopy'})}
          >
            {texts.fromCopy.open}
          </Button>
          <Button
            size="small"
            priority="secondary"
            dataHook="ask-copy"
            onClick={() => send({type: 'askCopy', backupId: null})}
          >
            {copies.download}
          </Button>
        </div>
      </section>
    </Card>
  )
}
