// What Jest runs is made of TypeScript by the bundler that makes everything else. Types are checked by tsc, not here.
/* eslint-disable @typescript-eslint/no-require-imports */
const {transformSync, version} = require('esbuild')
const {createHash} = require('node:crypto')
const {readFileSync} = require('node:fs')

const OPTIONS = /** @type {const} */ ({
  format: 'cjs',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
  // Jest can't load an ES module on Node 20: what is imported later is required, too.
  supported: {'dynamic-import': false},
})

module.exports = {
  /** @param {string} source @param {string} file */
  process: (source, file) => ({
    code: transformSync(source, {...OPTIONS, sourcefile: file, loader: file.endsWith('x') ? 'tsx' : 'ts'})
      .code,
  }),
  /** @param {string} source @param {string} file @param {{configString: string}} options */
  getCacheKey: (source, file, {configString}) =>
    createHash('sha256')
      .update([source, file, configString, version, readFileSync(__filename, 'utf8')].join('\0'))
      .digest('hex'),
}
