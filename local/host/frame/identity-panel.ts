import {h} from './create-element'
import {IDENTITIES, readIdentity, writeIdentity} from './identity'
import {panel} from './panel'
import {statusLine} from './status-line'

export function identityPanel(changed: () => void) {
  const status = statusLine()
  const current = readIdentity().id
  const choices = IDENTITIES.map((identity) => {
    const input = h('input', {
      type: 'radio',
      name: 'identity',
      value: identity.id,
      checked: identity.id === current,
      'aria-describedby': `${identity.id}-may`,
      onchange: () => {
        writeIdentity(identity.id)
        changed()
        status.say(`The Backups page now acts as: ${identity.name}.`)
      },
    })
    return h(
      'div',
      {class: 'choice'},
      h('label', {}, input, h('span', {}, identity.name), ' ', h('code', {}, identity.id)),
      h('p', {class: 'hint', id: `${identity.id}-may`}, identity.may),
    )
  })
  return {
    element: panel(
      'Identity',
      h(
        'p',
        {class: 'muted'},
        'Who opens the Backups page in this browser tab. The local tools always act as the owner.',
      ),
      h('fieldset', {class: 'plain'}, h('legend', {class: 'hidden'}, 'Identity'), ...choices),
      status.element,
    ),
  }
}
