import {createDollarW} from '../../local/host/frame/velo-runtime/create-dollar-w'
import type {ToPageFrame} from '../../local/host/frame/velo-runtime/worker-messages'

function page() {
  const posted: ToPageFrame[] = []
  const failures: unknown[] = []
  const {$w, start, dispatch} = createDollarW({
    elementIds: ['backupsPage'],
    post: (message) => posted.push(message),
    reportFailure: (error) => failures.push(error),
  })
  return {$w, start, dispatch, posted, failures}
}

describe('$w', () => {
  it('runs every onReady callback once the page has started, and not before', () => {
    const {$w, start} = page()
    const ran: string[] = []
    $w.onReady(() => ran.push('first'))
    $w.onReady(() => ran.push('second'))
    expect(ran).toEqual([])
    start()
    expect(ran).toEqual(['first', 'second'])
    $w.onReady(() => ran.push('late'))
    expect(ran).toEqual(['first', 'second', 'late'])
  })

  it('sets an attribute of the element in the page’s frame', () => {
    const {$w, posted} = page()
    $w('#backupsPage').setAttribute('state', '{"a":1}')
    expect(posted).toEqual([{type: 'setAttribute', id: 'backupsPage', name: 'state', value: '{"a":1}'}])
  })

  it.each([
    ['an object', 'state', {a: 1}, /must be a string, not object/],
    ['a number', 'state', 3, /must be a string, not number/],
    ['nothing', 'state', undefined, /must be a string, not undefined/],
    ['a name in capitals', 'State', 'x', /"State" is not a lowercase attribute name/],
  ])('refuses %s as an attribute', (_what, name, value, message) => {
    const {$w, posted} = page()
    expect(() => $w('#backupsPage').setAttribute(name, value as string)).toThrow(message)
    expect(posted).toEqual([])
  })

  it('hands the detail of an event to every handler, and asks the frame only once to listen', () => {
    const {$w, dispatch, posted} = page()
    const heard: unknown[] = []
    const element = $w('#backupsPage')
    expect(element.on('command', ({detail}) => heard.push(['first', detail]))).toBe(element)
    element.on('command', ({detail, type, target}) => heard.push(['second', detail, type, target.id]))
    expect(posted).toEqual([{type: 'listen', id: 'backupsPage', eventName: 'command'}])
    dispatch('backupsPage', 'command', {type: 'refresh'})
    dispatch('backupsPage', 'other', {})
    expect(heard).toEqual([
      ['first', {type: 'refresh'}],
      ['second', {type: 'refresh'}, 'command', 'backupsPage'],
    ])
  })

  it('reports a handler that fails, at once or later, and goes on with the next', async () => {
    const {$w, dispatch, failures} = page()
    const heard: string[] = []
    $w('#backupsPage').on('command', () => {
      throw new Error('at once')
    })
    $w('#backupsPage').on('command', () => Promise.reject(new Error('later')) as unknown as void)
    $w('#backupsPage').on('command', () => void heard.push('third'))
    dispatch('backupsPage', 'command', null)
    await Promise.resolve().then(() => undefined)
    expect(heard).toEqual(['third'])
    expect(failures.map(String)).toEqual(['Error: at once', 'Error: later'])
  })

  it.each(['#nope', 'backupsPage', 'Button', '', '#'])(
    'refuses the selector %j and names what there is',
    (selector) => {
      expect(() => page().$w(selector)).toThrow("the local site has only '#backupsPage'")
    },
  )

  it('refuses a member that it does not have, and names those that it has', () => {
    const {$w} = page()
    expect(() => ($w as unknown as {at: unknown}).at).toThrow(
      '$w.at is not part of the local site, which has: onReady.',
    )
    const element = $w('#backupsPage') as unknown as {hide(): void; label: string}
    expect(() => element.hide()).toThrow(
      "$w('#backupsPage').hide is not part of the local site, which has: id, setAttribute, on.",
    )
    expect(() => (element.label = 'x')).toThrow("$w('#backupsPage').label is not part of the local site")
  })

  it('can be awaited and logged like any value', async () => {
    const element = page().$w('#backupsPage')
    expect(await Promise.resolve(element)).toBe(element)
    expect(() => JSON.stringify({element})).not.toThrow()
  })
})
