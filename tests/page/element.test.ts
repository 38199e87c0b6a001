import type {Page} from 'playwright-core'
import type {PageCommand} from 'public/page/page-state'
import {storyNamed, useStories} from '../stories/use-stories'
import {designSystemCss, elementSizes} from './element'

const KIB = 1024

const opening = useStories()
let page: Page | undefined

afterEach(async () => {
  await page?.context().close()
  page = undefined
})

describe('what the element is made of', () => {
  it('is at most 250 KiB gzipped, JavaScript and CSS together', () => {
    expect(elementSizes().together).toBeLessThan(250 * KIB)
  })

  // Every rule of the whole style sheet that matches something in a story must be among the rules that were kept.
  // Only dialogs are the design system's own.
  it.each([
    'restore-some',
    'restore-safety-evicts',
    'thousand-collections',
    'create-evicts',
    'create-failed',
    'delete',
    'undo',
    'narrow-restore',
    'hebrew-restore',
  ])('has kept every rule that the story "%s" uses', async (name) => {
    const opened = await open(name)
    const lost = await opened.evaluate((whole) => {
      const sheetOf = (css: string) => {
        const style = document.createElement('style')
        style.textContent = css
        document.head.append(style)
        const {sheet} = style
        if (!sheet) throw new Error('The style sheet is not read')
        return {sheet, remove: () => style.remove()}
      }
      const rulesOf = (rules: CSSRuleList): CSSStyleRule[] =>
        [...rules].flatMap((rule) =>
          rule instanceof CSSStyleRule
            ? [rule]
            : 'cssRules' in rule
              ? rulesOf(rule.cssRules as CSSRuleList)
              : [],
        )
      const selectorsOf = (rule: CSSStyleRule) =>
        rule.selectorText.split(/,(?![^(]*\))/).map((text) => text.trim())
      const own = [...document.querySelectorAll<HTMLStyleElement>('style[data-of="backups-page"]')]
      if (own.length !== 2) throw new Error('The element has not brought its two style sheets')
      const kept = new Set(
        own.flatMap(({sheet}) => (sheet ? rulesOf(sheet.cssRules).flatMap(selectorsOf) : [])),
      )
      const {sheet, remove} = sheetOf(whole)
      const used = rulesOf(sheet.cssRules)
        .filter(({style}) => style.length > 0)
        .flatMap(selectorsOf)
        .filter((selector) => {
          // States come and go (hover, focus): a rule counts when it would match without them.
          const lasting = selector.replace(
            /::?(?:before|after|placeholder|-[\w-]+|hover|focus[\w-]*|active)\b(?:\([^)]*\))?/g,
            '',
          )
          try {
            return lasting !== '' && document.querySelector(lasting) !== null
          } catch {
            return false
          }
        })
      remove()
      const plain = (selector: string) => selector.replace(/\s+/g, ' ').replace(/::(before|after)/g, ':$1')
      const keptPlain = new Set([...kept].map(plain))
      return {
        used: used.length,
        lost: [...new Set(used.map(plain))].filter((selector) => !keptPlain.has(selector)),
      }
    }, designSystemCss())
    expect(lost.used).toBeGreaterThan(50)
    expect(lost.lost).toEqual([])
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
    const state = JSON.stringify(await storyNamed(name).build())
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

  it('does nothing destructive with Enter', async () => {
    const opened = await open('delete')
    await opened.keyboard.press('Enter')
    expect((await commands()).map(({type}) => type)).toEqual(['opened', 'dismiss'])
  })

  it('keeps the focus inside', async () => {
    const opened = await open('create-evicts')
    for (let press = 0; press < 7; press++) {
      await opened.keyboard.press('Tab')
      expect(await opened.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(
        true,
      )
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
    const before = await opened.evaluate(
      () => document.querySelector('backups-page')?.getAttribute('state') ?? '',
    )
    await setState(opened, JSON.stringify({...(JSON.parse(before) as object), dialog}))
    await opened.waitForSelector('[data-hook="dialog-delete"]')
    await opened.waitForFunction(() => document.activeElement?.getAttribute('data-hook') === 'dialog-cancel')
    await setState(opened, before)
    await opened.waitForSelector('[data-hook="dialog-delete"]', {state: 'detached'})
    expect(await focused(opened)).toBe('delete')
  })

  it('reaches everything that the restore dialog asks with Tab alone', async () => {
    const opened = await open('restore-some')
    const reached = new Set<string>()
    for (let press = 0; press < 20; press++) {
      await opened.keyboard.press('Tab')
      const hook = await opened.evaluate(() =>
        document.activeElement
          ?.closest('[data-hook]:not(input):not([data-hook="checkbox-input"])')
          ?.getAttribute('data-hook'),
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

describe('what comes from data', () => {
  it('stays text, whatever it looks like', async () => {
    for (const name of ['strange-names', 'strange-names-restore']) {
      const opened = await open(name)
      expect(await opened.title()).toBe('Backups')
      expect(await opened.locator('backups-page img, .ReactModalPortal img').count()).toBe(0)
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

async function setState(opened: Page, json: string): Promise<void> {
  await opened.evaluate((value) => document.querySelector('backups-page')?.setAttribute('state', value), json)
}

async function commands(): Promise<PageCommand[]> {
  if (!page) throw new Error('No page is open')
  return page.evaluate(() => (window as unknown as {commands: PageCommand[]}).commands)
}

async function focused(opened: Page): Promise<string | null> {
  return opened.evaluate(() => document.activeElement?.getAttribute('data-hook') ?? null)
}
