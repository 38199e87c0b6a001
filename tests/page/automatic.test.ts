import type {AutomaticChoice} from 'public/automatic-contract'
import type {Problem} from 'public/contract'
import type {AutomaticDialog, PageState} from 'public/page/page-state'
import {fakeAutomatic} from './fake-automatic'
import {fakeSite} from './fake-site'
import {runPage, type RunningPage} from './run-page'

const THROTTLED: Problem = {code: 'THROTTLED', message: 'Too many calls.'}

async function open(choice: Partial<AutomaticChoice> = {}, before?: Problem) {
  const site = fakeSite({backups: []})
  const automatic = fakeAutomatic(site, choice)
  if (before) automatic.fail(before)
  const page = await runPage(site, {automatic: automatic.backups})
  await page.advance(1_000)
  return {page, ...automatic}
}

const dialogOf = ({dialog}: PageState) => dialog as AutomaticDialog
const asked = async (page: RunningPage) => {
  await page.send({type: 'openAutomatic'})
  await page.advance(0)
  return dialogOf(page.state())
}

describe('backups that nobody clicks for', () => {
  it('are not spoken of where the host has none', async () => {
    const page = await runPage()
    await page.advance(5_000)
    expect(page.state().automatic).toBeUndefined()
    await page.send({type: 'openAutomatic'})
    expect(page.state().dialog).toBeNull()
  })

  it('are off until a person turns them on, and nothing is made unasked', async () => {
    const {page, calls, kept} = await open()
    expect(page.state().automatic).toEqual({isOn: false})
    await page.advance(60_000)
    expect(calls).toEqual(['getChoice'])
    expect(await asked(page)).toMatchObject({kind: 'automatic', stage: 'asking', choice: {isOn: false}})
    await page.send({type: 'chooseAutomatic', isOn: true})
    await page.advance(0)
    expect(kept.isOn).toBe(true)
    await page.advance(60_000)
    expect(calls).toEqual(['getChoice', 'choose'])
    expect(page.state().automatic).toEqual({isOn: true})
  })

  it('are made once when the page is opened, and told as begun', async () => {
    const {page, calls} = await open({isOn: true})
    expect(calls).toEqual(['getChoice', 'backUpIfDue'])
    await page.advance(0)
    expect(page.state().pending.backups).toHaveLength(1)
    expect(page.toasts.map(({message}) => message)).toEqual([expect.stringContaining('was due')])
    await page.advance(120_000)
    expect(calls).toEqual(['getChoice', 'backUpIfDue'])
    expect(page.site.backups).toHaveLength(1)
  })

  it('tell a key once, with where it is sent', async () => {
    const {page} = await open()
    await asked(page)
    await page.send({type: 'makeSchedulerKey'})
    await page.advance(0)
    expect(dialogOf(page.state())).toMatchObject({
      key: 'key-1',
      address: 'https://app.example/api/scheduled-backup',
      choice: {hasKey: true},
    })
    await page.send({type: 'dismiss'})
    expect(await asked(page)).toMatchObject({key: null, choice: {hasKey: true}})
    await page.send({type: 'removeSchedulerKey'})
    await page.advance(0)
    expect(dialogOf(page.state())).toMatchObject({key: null, choice: {hasKey: false}})
    expect(JSON.stringify(page.remembered() ?? null)).not.toContain('key-1')
  })

  it('say what could not be saved, and how it is by now', async () => {
    const {page, fail} = await open()
    await asked(page)
    fail(THROTTLED)
    await page.send({type: 'chooseAutomatic', isOn: true})
    await page.advance(0)
    expect(dialogOf(page.state())).toMatchObject({stage: 'asking', problem: THROTTLED, choice: null})
    fail(null)
    await page.advance(60_000)
    expect(dialogOf(page.state())).toMatchObject({problem: THROTTLED, choice: {isOn: false}})
  })

  it('are unknown, not off, where the choice could not be read; the dialog asks again', async () => {
    const {page, fail} = await open({isOn: false}, THROTTLED)
    expect(page.state().automatic).toEqual({isOn: null})
    fail(null)
    await asked(page)
    expect(page.state()).toMatchObject({automatic: {isOn: false}, dialog: {choice: {isOn: false}}})
  })
})
