import type {Browser, Page} from 'playwright-core'
import {launchChromium} from '../../scripts/chromium.cjs'
import {elementScript} from '../element/element'
import {openStory} from './open-story'
import {stories} from './stories'
import type {Story} from './story'

/** One browser for all tests of a file, and the element as it is built. Close the context of what was opened. */
export function useStories() {
  let browser: Browser
  let script: string
  beforeAll(async () => {
    script = elementScript()
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  return {open: (name: string): Promise<Page> => openStory(browser, storyNamed(name), script)}
}

export function storyNamed(name: string): Story {
  const story = stories.find((one) => one.name === name)
  if (!story) throw new Error(`There is no story "${name}"`)
  return story
}
