import {useState} from 'preact/hooks'
import {IDENTITIES, readIdentity, writeIdentity, type Identity} from './identity'
import {Panel} from './panel'
import {StatusLine, useStatus} from './status-line'

export function IdentityPanel({changed}: {changed(): void}) {
  const status = useStatus()
  const [chosen, setChosen] = useState(readIdentity().id)
  const choose = ({id, name}: Identity) => {
    writeIdentity(id)
    setChosen(id)
    changed()
    status.say(`The Backups page now acts as: ${name}.`)
  }
  return (
    <Panel
      title="Identity"
      text="Who opens the Backups page in this browser tab. The local tools always act as the owner."
    >
      <fieldset class="plain">
        <legend class="bp-hidden">Identity</legend>
        {IDENTITIES.map((identity) => (
          <div key={identity.id} class="choice">
            <label>
              <input
                type="radio"
                name="identity"
                value={identity.id}
                checked={identity.id === chosen}
                aria-describedby={`${identity.id}-may`}
                onChange={() => choose(identity)}
              />
              <span>{identity.name}</span> <code>{identity.id}</code>
            </label>
            <p class="hint" id={`${identity.id}-may`}>
              {identity.may}
            </p>
          </div>
        ))}
      </fieldset>
      <StatusLine status={status} />
    </Panel>
  )
}
