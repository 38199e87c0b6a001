import react from '@astrojs/react'
import wix from '@wix/astro'
import wixCloud from '@wix/cloud-provider-fetch-adapter'
import {defineConfig} from 'astro/config'
import {fileURLToPath} from 'node:url'

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url))

/** Before Wix's own middleware, which asks Wix about any token, and elevates, for any caller. */
const door = {
  name: 'door',
  hooks: {
    'astro:config:setup': ({addMiddleware}) =>
      addMiddleware({order: 'pre', entrypoint: new URL('./src/door/door.ts', import.meta.url)}),
  },
}

export default defineConfig({
  output: 'server',
  // Built beside and moved into place by scripts/build-app.mjs: whoever reads it finds one whole build.
  outDir: process.env.APP_OUT_DIR ?? './dist',
  adapter: wixCloud(),
  // Of a site's own pages (member login, checkout, payment links, robots.txt) an app has none.
  integrations: [
    door,
    wix({adminRedirect: false, auth: false, htmlEmbeds: false, robots: false, wixSitePages: false}),
    react(),
  ],
  // The door checks the origin of every call, with an answer that a program can read.
  security: {checkOrigin: false},
  image: {domains: ['static.wixstatic.com']},
  devToolbar: {enabled: false},
  vite: {
    resolve: {
      // Of the app's own packages, wherever the importing file is: a second copy would know of no caller.
      dedupe: ['@wix/dashboard', '@wix/data', '@wix/essentials', '@wix/sdk'],
      alias: {
        // Wix's tool wraps a page in React components. Preact speaks the same, in a tenth of the bytes.
        react: 'preact/compat',
        'react-dom/client': 'preact/compat/client',
        'react-dom/server': 'preact/compat/server',
        'react-dom': 'preact/compat',
        // One code with the Velo site: nothing of it is copied here.
        backend: path('../src/backend'),
        public: path('../src/public'),
        // The element as it is built for a Velo site.
        'backups-page-element': path('../.build/page/backups-page.js'),
      },
    },
  },
})
