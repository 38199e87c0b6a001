import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import postcss from 'postcss'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const TOKENS = 'node_modules/@wix/design-system-tokens/all.css'
const TOKEN = /var\((--wds-[\w-]+)\)/g

/**
 * An esbuild plugin: in style sheets, `var(--wds-…)` becomes what the design system's tokens say. At build time,
 * because a page of a site knows no tokens, and a few of 2,700 are used.
 *
 * @returns {import('esbuild').Plugin}
 */
export function designTokens() {
  return {
    name: 'design-tokens',
    async setup(build) {
      const valueOf = await readTokens()
      build.onLoad({filter: /\.css$/}, async ({path: file}) => {
        const sheet = postcss.parse(await readFile(file, 'utf8'), {from: file})
        sheet.walkDecls((declaration) => {
          declaration.value = declaration.value.replace(TOKEN, (_, name) => valueOf(name, declaration))
        })
        return {contents: sheet.toString(), loader: 'css'}
      })
    },
  }
}

async function readTokens() {
  /** @type {Map<string, string>} */
  const values = new Map()
  postcss
    .parse(await readFile(path.join(root, TOKENS), 'utf8'))
    .walkDecls(/^--wds-/, ({prop, value}) => void values.set(prop, value))
  /** @type {(name: string, usedBy: import('postcss').Declaration) => string} */
  const valueOf = (name, usedBy) => {
    const value = values.get(name)
    if (value === undefined) throw usedBy.error(`There is no design token ${name}`)
    return value.replace(TOKEN, (_, other) => valueOf(other, usedBy))
  }
  return valueOf
}
