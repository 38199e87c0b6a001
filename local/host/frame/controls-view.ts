import {clockPanel} from './clock-panel'
import {h} from './create-element'
import {durationsPanel} from './durations-panel'
import {faultsPanel} from './faults-panel'
import {identityPanel} from './identity-panel'
import {resetPanel} from './reset-panel'
import {toolHeading} from './tool-heading'
import type {View} from './view'

/** What no real site lets a developer choose: who they are, what time it is, how long things take, what breaks. */
export function controlsView(options: {identityChanged: () => void; siteChanged: () => void}): View {
  const clock = clockPanel()
  const durations = durationsPanel()
  const faults = faultsPanel()
  const reset = resetPanel(() => {
    options.siteChanged()
    for (const panel of [clock, durations, faults]) panel.reload()
  })
  const panels = [identityPanel(options.identityChanged), clock, durations, faults, reset]
  return {
    element: h(
      'div',
      {class: 'tool'},
      toolHeading('Controls', 'Who you are on the local site, what time it is there, and what goes wrong.'),
      h('div', {class: 'panels'}, ...panels.map(({element}) => element)),
    ),
    title: 'Controls',
    leave: clock.stop,
  }
}
