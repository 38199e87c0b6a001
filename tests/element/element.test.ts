import type {Page} from 'playwright-core'
import {createStateWriter} from 'public/page/attributes'
import type {PageCommand} from 'public/page/page-state'
import {setState, stateOf} from '../stories/open-story'
import {storyNamed, useStories} from '../stories/use-stories'
import {elementSizes} from './element'

const KIB = 1024

const opening = useStories()
let page: Page | undefined

afterEach(async () => {
  await page?.context().close()
  page = undefined
})

describe('what the element is made of', () => {
  it('is at most 90 KiB gzipped, JavaScript and CSS together', () => {
    expect(elementSizes().together).toBeLessThan(90 * KIB)
  })

  // Wix limits the size of a site's file, and does not say to what.
  it('is at most 330 kB as a file', () => {
    expect(elementSizes().raw).toBeLessThan(330_000)
  })

  it('leaves the document around it as it is', async () => {
    const opened = await open('hebrew-restore')
    const attributes = await opened.evaluate(() => {
      const {dir, lang} = document.documentElement
      return {dir, lang, ofElement: document.querySelector<HTMLElement>('backups-page')?.dir}
    })
    expect(attributes).toEqual({dir: '', lang: 'en', ofElement: 'rtl'})
    expect(await opened.locator('body > *').count()).toBe(1)
  })
})

describe('commands', () => {
  it('greets the page’s code once, with its language, zone and visibility', async () => {
    await open('protected')
    expect(await commands()).toEqual([
      {type: 'opened', language: 'en-US', timeZone: 'UTC', visible: true, online: false, remembered: null},
    ])
  })

  it('asks for what is clicked', async () => {
    const opened = await open('protected')
    await opened.click('[data-hook="create-backup"]')
    await opened.click('[data-hook="restore"] >> nth=1')
    await opened.click('[data-hook="delete"] >> nth=0')
    await opened.click('[data-hook="open-details"] >> nth=0')
    await opened.click('[data-hook="tab-restorations"]')
    await opened.selectOption('[data-hook="filter-type"]', 'AUTO')
    expect((await commands()).slice(1).map(({type}) => type)).toEqual([
      'createBackup',
      'askRestore',
      'askDelete',
      'openPanel',
      'selectTab',
      'setFilter',
    ])
  })

  it('searches among the collections of a dialog by itself, and sends nothing', async () => {
    const opened = await open('thousand-collections')
    await opened.fill('[data-hook="search-collections"] input', 'collection 77')
    expect(await commands()).toHaveLength(1)
  })

  it('remembers a safety backup across a reload', async () => {
    const opened = await open('safety-pending')
    await opened.evaluate(() => {
      const element = document.querySelector('backups-page')
      const json = element?.getAttribute('state') ?? ''
      element?.setAttribute('state', json)
    })
    // A document without an origin has no storage: what matters is that nothing breaks.
    expect(await commands()).toHaveLength(1)
  })
})

describe('what is said before and beside a restore', () => {
  it('is a safety backup that is on by itself where a slot is free', async () => {
    const opened = await open('restore-all')
    expect(await opened.isChecked('[data-hook="safety-checkbox"] input')).toBe(true)
    expect(await opened.locator('[data-hook="safety-evicts"]').count()).toBe(0)
  })

  it('is why it is off where it would delete another', async () => {
    const opened = await open('restore-safety-off')
    expect(await opened.isChecked('[data-hook="safety-checkbox"] input')).toBe(false)
    expect(await opened.textContent('[data-hook="safety-evicts"]')).toContain(
      'It’s off because it would delete the oldest on-demand backup',
    )
  })

  it('is that nothing was added or changed, and that what was deleted comes back', async () => {
    const opened = await open('restore-all')
    expect(await opened.textContent('[data-hook="collection-Recipes"]')).toContain('Nothing added or changed')
    expect(await opened.textContent('[data-hook="restore-warning"]')).toContain(
      'Items deleted since then come back.',
    )
  })

  it('is that an automatic backup is expected, and no alarm where nothing was edited', async () => {
    const opened = await open('last-backup-old-unedited')
    const said = await opened.textContent('[data-hook="protection"]')
    expect(await opened.getAttribute('[data-hook="protection"]', 'data-level')).toBe('good')
    expect(said).toContain('Expected')
    expect(said).toContain('When collections are edited')
    await opened.context().close()
    const other = await open('last-backup-old')
    expect(await other.getAttribute('[data-hook="protection"]', 'data-level')).toBe('stale')
  })
})

describe('what is not known', () => {
  it('is why a collection that was restored since is not counted', async () => {
    const opened = await open('restore-restored-since')
    expect(await opened.textContent('[data-hook="collection-Products"]')).toContain(
      'Restored from another backup since: everything may differ',
    )
    expect(await opened.textContent('[data-hook="loss"]')).toContain(
      '1 collection was restored from another backup since: everything in it may differ.',
    )
  })

  it('is said where it is shown what no backup holds', async () => {
    const opened = await open('not-all-covered')
    const said = await opened.textContent('[data-hook="protection"]')
    expect(said).toContain('In no backup: Suppliers')
    expect(said).toContain('1 collection was restored from another backup since')
    expect(said).toContain(
      'Kept by apps or other databases, and in no backup: Stores/Products and Members/PublicData',
    )
    expect(said).toContain('The site has more collections than could be looked at')
  })

  it('is how many may be the backup that was asked for', async () => {
    const opened = await open('create-several-may-be-it')
    expect(await opened.textContent('[data-hook="dialog-problem"]')).toContain('2 are listed that may be it')
  })
})

it('says that a restore of everything takes the history of what was brought back, where it does', async () => {
  const opened = await open('restore-loses-history')
  expect(await opened.textContent('[data-hook="loses-history"]')).toContain('receipts from after this backup')
  await page?.context().close()
  const other = await open('restore-all')
  expect(await other.locator('[data-hook="loses-history"]').count()).toBe(0)
})

describe('the first content', () => {
  it('is the table, without a flash of the skeleton, where the backups are read soon', async () => {
    const shown = await shownInTurn('protected', 20)
    expect(shown).toEqual(['protection'])
  })

  it('is the skeleton, in place of nothing, where they take longer', async () => {
    const shown = await shownInTurn('protected', 400)
    expect(shown).toEqual(['loading', 'protection'])
  })

  /** The page's code says first that it is loading, and after `ms` what the story says. */
  async function shownInTurn(name: string, ms: number) {
    const opened = await open('loading')
    const {state} = createStateWriter()(await storyNamed(name).build())
    return opened.evaluate(
      async ([ms, ready]) => {
        const before = document.querySelector('backups-page')
        const element = document.createElement('backups-page')
        element.setAttribute('state', before?.getAttribute('state') ?? '')
        const shown: string[] = []
        const observer = new MutationObserver(() => {
          const hook = element
            .querySelector('[data-hook="loading"], [data-hook="protection"]')
            ?.getAttribute('data-hook')
          if (hook && shown.at(-1) !== hook) shown.push(hook)
        })
        observer.observe(element, {childList: true, subtree: true})
        before?.replaceWith(element)
        await new Promise((resolve) => setTimeout(resolve, ms))
        element.setAttribute('state', ready)
        await new Promise((resolve) => setTimeout(resolve, 300))
        return shown
      },
      [ms, state] as const,
    )
  }
})

describe('tabs with the keyboard', () => {
  it.each([
    ['protected', 'ArrowRight', 'restorations'],
    ['protected', 'ArrowLeft', 'restorations'],
    ['protected', 'End', 'restorations'],
    ['restorations', 'Home', 'backups'],
    ['restorations', 'ArrowRight', 'backups'],
    ['hebrew', 'ArrowLeft', 'restorations'],
  ])('%s: %s selects %s', async (name, key, tab) => {
    const opened = await open(name)
    await opened.focus('[role="tab"][aria-selected="true"]')
    await opened.keyboard.press(key)
    expect((await commands()).at(-1)).toEqual({type: 'selectTab', tab})
    expect(await focused(opened)).toBe(`tab-${tab}`)
  })

  it('reaches them with one Tab, and other keys do nothing', async () => {
    const opened = await open('protected')
    await opened.focus('[data-hook="create-backup"]')
    await opened.keyboard.press('Tab')
    expect(await focused(opened)).toBe('tab-backups')
    await opened.keyboard.press('a')
    expect((await commands()).at(-1)?.type).toBe('opened')
    await opened.keyboard.press('Tab')
    expect(await focused(opened)).toBe('filter-type')
  })
})

describe('dialogs with the keyboard', () => {
  it.each(['create-evicts', 'delete', 'restore-all', 'undo'])('%s: the focus is on Cancel', async (name) => {
    const opened = await open(name)
    expect(await focused(opened)).toBe('dialog-cancel')
  })

  it('closes with Escape', async () => {
    const opened = await open('delete')
    await opened.keyboard.press('Escape')
    expect((await commands()).at(-1)).toEqual({type: 'dismiss'})
  })

  it('stays open while it works, however often Escape is pressed', async () => {
    const opened = await open('delete')
    const {dialog, ...state} = await storyNamed('delete').build()
    await setState(opened, {...state, dialog: dialog && {...dialog, stage: 'working'}})
    for (let press = 0; press < 3; press++) await opened.keyboard.press('Escape')
    await opened.waitForTimeout(100)
    expect(await opened.locator('dialog:modal').count()).toBe(1)
    expect(new Set((await commands()).map(({type}) => type))).toEqual(new Set(['opened', 'dismiss']))
  })

  it('does nothing destructive with Enter', async () => {
    const opened = await open('delete')
    await opened.keyboard.press('Enter')
    expect((await commands()).map(({type}) => type)).toEqual(['opened', 'dismiss'])
  })

  it('keeps the focus inside', async () => {
    const opened = await open('create-evicts')
    for (let press = 0; press < 7; press++) {
      await opened.keyboard.press('Tab')
      // Or on what the browser has around the page.
      expect(
        await opened.evaluate(
          () =>
            document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true)
    }
  })

  it('names the backup that will be deleted when it confirms', async () => {
    const opened = await open('create-evicts')
    await opened.click('[data-hook="dialog-confirm"]')
    const last = (await commands()).at(-1)
    expect(last).toMatchObject({type: 'confirm', evict: expect.stringMatching(/^0000/) as string})
  })

  it('gives the focus back to where it was', async () => {
    const opened = await open('protected')
    const {dialog} = await storyNamed('delete').build()
    await opened.focus('[data-hook="delete"] >> nth=0')
    const before = await stateOf(opened)
    await setState(opened, {...before, dialog})
    await opened.waitForSelector('[data-hook="dialog-delete"]')
    await opened.waitForFunction(() => document.activeElement?.getAttribute('data-hook') === 'dialog-cancel')
    await setState(opened, before)
    await opened.waitForSelector('[data-hook="dialog-delete"]', {state: 'detached'})
    expect(await focused(opened)).toBe('delete')
  })

  it('gives the focus to the page where what had it is gone', async () => {
    const opened = await open('protected')
    const state = await storyNamed('protected').build()
    await opened.focus('[data-hook="delete"] >> nth=0')
    const [, ...rows] = state.backups.rows
    await setState(opened, {...state, backups: {...state.backups, rows}})
    await opened.waitForFunction(() => document.activeElement !== document.body)
    expect(await focused(opened)).toBe('create-backup')
  })

  it('can be scrolled with keys where it is too long for the window', async () => {
    const opened = await open('create-situation-changed')
    await opened.setViewportSize({width: 320, height: 490})
    await opened.waitForSelector('.bp-dialog-content[data-below]')
    await opened.focus('.bp-dialog-content')
    await opened.keyboard.press('End')
    await opened.waitForSelector('.bp-dialog-content[data-above]:not([data-below])')
  })

  it('scrolls as a whole in a window of 320 by 256 pixels', async () => {
    const opened = await open('create-evicts')
    await opened.setViewportSize({width: 320, height: 256})
    await opened.waitForFunction(() => {
      const dialog = document.querySelector('dialog')
      return dialog !== null && dialog.scrollHeight > dialog.clientHeight
    })
    await opened.keyboard.press('End')
    await opened.waitForFunction(() => (document.querySelector('dialog')?.scrollTop ?? 0) > 0)
    await opened.keyboard.press('Home')
    await opened.waitForFunction(() => document.querySelector('dialog')?.scrollTop === 0)
  })

  it('reaches everything that the restore dialog asks with Tab alone', async () => {
    const opened = await open('restore-some')
    const reached = new Set<string>()
    for (let press = 0; press < 20; press++) {
      await opened.keyboard.press('Tab')
      const hook = await opened.evaluate(() =>
        document.activeElement?.closest('[data-hook]')?.getAttribute('data-hook'),
      )
      reached.add(hook ?? '')
    }
    for (const hook of [
      'scope-some',
      'collection-Products',
      'mode-replace',
      'safety-checkbox',
      'dialog-confirm',
    ]) {
      expect(reached).toContain(hook)
    }
  })

  it('moves through the restore dialog and chooses with the space bar', async () => {
    const opened = await open('restore-some')
    await opened.focus('[data-hook="collection-Recipes"] input')
    await opened.keyboard.press('Space')
    expect((await commands()).at(-1)).toEqual({
      type: 'setSelected',
      collectionIds: ['Products', 'Orders', 'Recipes'],
    })
  })
})

describe('the panel with the keyboard', () => {
  it('closes with Escape, but not while a dialog is open above it', async () => {
    const opened = await open('panel')
    expect(await focused(opened)).toBe('close-panel')
    const {dialog} = await storyNamed('delete').build()
    const before = await stateOf(opened)
    await setState(opened, {...before, dialog})
    await opened.keyboard.press('Escape')
    await setState(opened, before)
    await opened.keyboard.press('Escape')
    expect((await commands()).slice(1).map(({type}) => type)).toEqual(['dismiss', 'closePanel'])
    expect(await focused(opened)).toBe('close-panel')
  })
})

describe('a window of 320 pixels', () => {
  it.each(['protected', 'restore-some', 'create-failed', 'panel', 'restorations', 'strange-names-restore'])(
    '%s: nothing is cut off at the side',
    async (name) => {
      const opened = await open(name)
      await opened.setViewportSize({width: 320, height: 640})
      await opened.waitForTimeout(100)
      const wide = await opened.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('.bp-dialog-content, .bp-panel-content')]
          .filter(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)
          .map(({className, tagName, scrollWidth}) => `${tagName} ${className} ${scrollWidth}`),
      )
      expect(wide).toEqual([])
    },
  )
})

describe('what comes from data', () => {
  it('stays text, whatever it looks like', async () => {
    for (const name of ['strange-names', 'strange-names-restore']) {
      const opened = await open(name)
      expect(await opened.title()).toBe('Backups')
      expect(await opened.locator('backups-page img').count()).toBe(0)
      expect(await opened.getByText('<img src=x').count()).toBeGreaterThan(0)
      await opened.context().close()
      page = undefined
    }
  })
})

describe('many', () => {
  it.each(['thousand-collections', 'thousand-backups'])(
    '%s: no task over 50 ms while it scrolls',
    async (name) => {
      const opened = await open(name)
      // Of three tries the best: the machine has other work, and ours would be there each time.
      const {longest, scrolled} = await opened.evaluate(async () => {
        const list = document.querySelector('.bp-virtual') ?? document.scrollingElement
        let scrolled = 0
        const tries: number[] = []
        for (let attempt = 0; attempt < 3; attempt++) {
          const durations: number[] = []
          const observer = new PerformanceObserver((entries) =>
            durations.push(...entries.getEntries().map(({duration}) => duration)),
          )
          observer.observe({type: 'longtask'})
          list?.scrollTo(0, 0)
          for (let step = 0; step < 40; step++) {
            list?.scrollBy(0, 400)
            scrolled = Math.max(scrolled, list?.scrollTop ?? 0)
            await new Promise(requestAnimationFrame)
          }
          await new Promise((resolve) => setTimeout(resolve, 200))
          observer.disconnect()
          tries.push(Math.max(0, ...durations))
        }
        return {longest: Math.min(...tries), scrolled}
      })
      expect(scrolled).toBeGreaterThan(0)
      expect(longest).toBe(0)
    },
  )

  it('draws only the collections in sight', async () => {
    const opened = await open('thousand-collections')
    expect(await opened.locator('.bp-virtual li').count()).toBeLessThan(30)
  })
})

async function open(name: string): Promise<Page> {
  page = await opening.open(name)
  return page
}

async function commands(): Promise<PageCommand[]> {
  if (!page) throw new Error('No page is open')
  return page.evaluate(() => (window as unknown as {commands: PageCommand[]}).commands)
}

async function focused(opened: Page): Promise<string | null> {
  return opened.evaluate(() => document.activeElement?.getAttribute('data-hook') ?? null)
}
