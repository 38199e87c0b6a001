import {transform} from 'esbuild'

/**
 * Of the design system's style sheet, the rules that a bundle can use. Its classes have two forms:
 * `wds_1_328_0_Table__row`, which the bundle holds as it is, and `wds_1_328_0-badge--skin-neutral`, which
 * `defineClassNames('badge', …)` composes at run time. So a class is kept when the bundle holds its component:
 * a rule too many costs bytes, a rule too few breaks the page.
 *
 * @param css the style sheet
 * @param js the bundle
 * @param classModules the sources of the modules in the bundle that define class names
 * @returns `rules`, and beside them `fonts`: what declares fonts
 */
export async function keepUsedCss(css, js, classModules) {
  const blocks = new Set(
    classModules.flatMap((source) => allMatches(source, /defineClassNames\(\s*['"]([\w-]+)['"]/g)),
  )
  const isUsed = (name) => {
    const composed = /^wds(?:_\d+_\d+_\d+)?-(.+)$/.exec(name)
    if (composed) return blocks.has(composed[1].split(/__|--/)[0])
    const literal = /^(wds_\d+_\d+_\d+_\w+?)(?:__|--)/.exec(name)
    if (literal) return js.includes(literal[1])
    // Of another library: its states are composed too (`ReactModal__Content--after-open`).
    return name === 'rtl' || name === 'ltr' || js.includes(name.split('--')[0])
  }
  // esbuild's printer writes it in one way: no comments, no odd white space.
  const {code} = await transform(css, {loader: 'css', minify: true})
  const kept = keepRules(parse(code), isUsed)
  const text = print(kept)
  // Animations only where what is kept names them.
  const rules = kept.filter(
    ({name, prelude}) =>
      !/keyframes$/.test(name ?? '') ||
      (text.includes(prelude.trim()) && usesAnimation(text, prelude.trim(), js)),
  )
  const areFonts = (node) => node.name === 'font-face' || (node.children?.every(areFonts) ?? false)
  const others = print(rules.filter((node) => !areFonts(node)))
  return {fonts: print(keepFonts(rules.filter(areFonts), others)), rules: others}
}

/** The fonts that rules name, and slanted ones only where something is slanted. */
function keepFonts(nodes, rules) {
  return nodes.flatMap((node) => {
    if (node.children) {
      const children = keepFonts(node.children, rules)
      return children.length > 0 ? [{...node, children}] : []
    }
    const family = /font-family:([^;]+)/.exec(node.body)?.[1] ?? ''
    const isSlanted = node.body.includes('font-style:italic')
    const isNamed = new RegExp(`[:, "]${family}[,;"}]`).test(rules)
    return isNamed && (!isSlanted || rules.includes('font-style:italic')) ? [node] : []
  })
}

function usesAnimation(text, name, js) {
  return js.includes(name) || text.split(name).length > 2
}

function keepRules(nodes, isUsed) {
  return nodes.flatMap((node) => {
    if (node.selector !== undefined) {
      const selectors = splitSelectors(node.selector).filter((selector) => classesOf(selector).every(isUsed))
      return selectors.length > 0 ? [{...node, selector: selectors.join(',')}] : []
    }
    if (!node.children || /keyframes$/.test(node.name)) return [node]
    const children = keepRules(node.children, isUsed)
    return children.length > 0 ? [{...node, children}] : []
  })
}

/** The classes that an element must have; those in `:not()` are ones that it must not have. */
function classesOf(selector) {
  let plain = selector.replace(/"[^"]*"|'[^']*'/g, '""')
  for (let before = ''; before !== plain;) {
    before = plain
    plain = plain.replace(/:(?:not|is|where|has)\([^()]*\)/g, '')
  }
  return allMatches(plain, /\.((?:[\w-]|\\.)+)/g)
}

function splitSelectors(list) {
  const selectors = []
  let depth = 0
  let start = 0
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '(' || list[at] === '[') depth++
    else if (list[at] === ')' || list[at] === ']') depth--
    else if (list[at] === ',' && depth === 0) {
      selectors.push(list.slice(start, at))
      start = at + 1
    }
  }
  return [...selectors, list.slice(start)]
}

const GROUPS = new Set(['media', 'supports', 'container', 'layer'])

/** `{selector, body}`, `{name, prelude, children | body}` for an at-rule, `{statement}` for one without a block. */
function parse(css) {
  const nodes = []
  let at = 0
  while (at < css.length) {
    const open = nextOf(css, at, '{;')
    if (open === -1) break
    if (css[open] === ';') {
      nodes.push({statement: css.slice(at, open + 1).trim()})
      at = open + 1
      continue
    }
    const head = css.slice(at, open).trim()
    const close = closing(css, open)
    const body = css.slice(open + 1, close)
    const rule = /^@(-?[\w-]+)([\s\S]*)$/.exec(head)
    if (!rule) nodes.push({selector: head, body})
    else if (GROUPS.has(rule[1])) nodes.push({name: rule[1], prelude: rule[2], children: parse(body)})
    else nodes.push({name: rule[1], prelude: rule[2], body})
    at = close + 1
  }
  return nodes.filter(({statement}) => statement !== ';')
}

function closing(css, open) {
  let depth = 0
  for (let at = open; at < css.length;) {
    const next = nextOf(css, at, '{}')
    if (next === -1) throw new Error('The style sheet ends inside a block')
    depth += css[next] === '{' ? 1 : -1
    if (depth === 0) return next
    at = next + 1
  }
  throw new Error('The style sheet ends inside a block')
}

/** The next of some characters outside of strings and of url(). */
function nextOf(css, from, wanted) {
  for (let at = from; at < css.length; at++) {
    const character = css[at]
    if (character === '\\') at++
    else if (character === '"' || character === "'") {
      at++
      while (css[at] !== character) at += css[at] === '\\' ? 2 : 1
    } else if (css.startsWith('url(', at)) {
      at += 4
      if (css[at] === '"' || css[at] === "'") at--
      else while (css[at] !== ')') at++
    } else if (wanted.includes(character)) return at
  }
  return -1
}

function print(nodes) {
  return nodes
    .map((node) => {
      if (node.statement !== undefined) return node.statement
      if (node.selector !== undefined) return `${node.selector}{${node.body}}`
      return `@${node.name}${node.prelude}{${node.children ? print(node.children) : node.body}}`
    })
    .join('\n')
}

function allMatches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1])
}
