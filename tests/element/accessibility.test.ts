import type {Page} from 'playwright-core'
import {stories} from '../stories/stories'
import {useStories} from '../stories/use-stories'
import {violationsIn} from './violations'

const {open} = useStories()

describe('every state of the page passes axe-core, and no button sticks out', () => {
  it.each(stories.map(({name}) => name))('%s', async (name) => {
    const page = await open(name)
    const violations = await violationsIn(page)
    const sticking = await buttonsSticking(page)
    await page.context().close()
    expect(violations).toEqual([])
    expect(sticking).toEqual([])
  })
})

/** Buttons whose text does not fit, and those that are partly outside of the panel or dialog which they belong to. */
function buttonsSticking(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((button) => {
        if (button.scrollWidth > button.clientWidth + 1) return true
        const around = button.closest('aside, dialog')?.getBoundingClientRect()
        const {left, right, width} = button.getBoundingClientRect()
        return around !== undefined && width > 0 && (left < around.left - 1 || right > around.right + 1)
      })
      .map((button) => button.dataset.hook ?? button.textContent ?? ''),
  )
}
