import {useState} from 'preact/hooks'
import {ClockPanel} from './clock-panel'
import {DurationsPanel} from './durations-panel'
import {FaultsPanel} from './faults-panel'
import {IdentityPanel} from './identity-panel'
import {LimitsPanel} from './limits-panel'
import {ResetPanel} from './reset-panel'
import {ToolHeading} from './tool-heading'

/** What no real site lets a developer choose: who they are, what time it is, how long things take, what breaks. */
export function ControlsView({identityChanged, siteChanged}: {identityChanged(): void; siteChanged(): void}) {
  // After a reset each of these is read anew.
  const [sites, setSites] = useState(0)
  return (
    <div class="tool">
      <ToolHeading
        title="Controls"
        text="Who you are on the local site, what time it is there, and what goes wrong."
      />
      <div class="panels">
        <IdentityPanel changed={identityChanged} />
        <ClockPanel key={`clock ${sites}`} />
        <DurationsPanel key={`durations ${sites}`} />
        <LimitsPanel key={`limits ${sites}`} />
        <FaultsPanel key={`faults ${sites}`} />
        <ResetPanel
          done={() => {
            siteChanged()
            setSites(sites + 1)
          }}
        />
      </div>
    </div>
  )
}
