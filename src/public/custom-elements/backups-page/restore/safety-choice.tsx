import type {RestoreDialog} from '../../../page/page-state'
import {Checkbox} from '../../markup/checkbox'
import {Text} from '../../markup/text'
import {usePage} from '../page-context'
import './safety-choice.css'

/** Whether a backup is made first, what it costs, or why it can't be made. */
export function SafetyChoice({dialog}: {dialog: RestoreDialog}) {
  const {texts, now, send} = usePage()
  const {on, refused, evicts} = dialog.safety
  return (
    <div class="bp-safety" data-hook="safety">
      <Checkbox
        dataHook="safety-checkbox"
        checked={on}
        disabled={refused !== null || dialog.stage !== 'asking'}
        onChange={(wanted) => send({type: 'setSafety', on: wanted})}
      >
        {texts.restore.safety}
      </Checkbox>
      <div class="bp-safety-text">
        <Text size="small" secondary tagName="p">
          {refused ? texts.restore.safetyRefused : texts.restore.safetyText}
        </Text>
        {!refused && evicts && (
          <Text
            size="small"
            tagName="p"
            skin={on ? 'error' : 'standard'}
            secondary={!on}
            dataHook="safety-evicts"
          >
            {on
              ? texts.restore.safetyEvicts(evicts.requestedDate, now)
              : texts.restore.safetyOff(evicts.requestedDate, now)}
          </Text>
        )}
      </div>
    </div>
  )
}
