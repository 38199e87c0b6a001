import type {AutomaticChoice} from 'public/automatic-contract'
import type {Problem} from 'public/contract'
import type {PageCommand} from 'public/page/page-state'
import {fakeAutomatic} from '../page/fake-automatic'
import {fakeSite} from '../page/fake-site'
import {runPage} from '../page/run-page'
import type {Story} from './story'

const UNAVAILABLE: Problem = {code: 'UNAVAILABLE', message: 'Wix did not answer.'}

export const automaticStories: Story[] = [
  {name: 'automatic-off', build: () => after({}, [])},
  {name: 'automatic-on-dialog', build: () => after({isOn: true}, [{type: 'openAutomatic'}])},
  {name: 'automatic-new-key', build: () => after({}, [{type: 'openAutomatic'}, {type: 'makeSchedulerKey'}])},
  {
    name: 'automatic-has-key-narrow',
    width: 400,
    build: () => after({isOn: true, hasKey: true}, [{type: 'openAutomatic'}]),
  },
  {
    name: 'automatic-new-key-hebrew',
    language: 'he',
    build: () => after({}, [{type: 'openAutomatic'}, {type: 'makeSchedulerKey'}], {language: 'he'}),
  },
  {
    name: 'automatic-not-read',
    build: () => after({}, [{type: 'openAutomatic'}], {problem: UNAVAILABLE}),
  },
]

async function after(
  choice: Partial<AutomaticChoice>,
  commands: PageCommand[],
  {language = 'en-US', problem}: {language?: string; problem?: Problem} = {},
) {
  const site = fakeSite({})
  const automatic = fakeAutomatic(site, choice)
  if (problem) automatic.fail(problem)
  const page = await runPage(site, {language, automatic: automatic.backups})
  await page.advance(30_000)
  for (const command of commands) {
    await page.send(command)
    await page.advance(0)
  }
  return page.state()
}
