import {stories} from '../stories/stories'
import {useStories} from '../stories/use-stories'
import {violationsIn} from './violations'

const {open} = useStories()

describe('every state of the page passes axe-core', () => {
  it.each(stories.map(({name}) => name))('%s', async (name) => {
    const page = await open(name)
    const violations = await violationsIn(page)
    await page.context().close()
    expect(violations).toEqual([])
  })
})
