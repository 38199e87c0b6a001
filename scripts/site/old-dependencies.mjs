import {readSiteFile, readSiteJson} from './read-site-file.mjs'
import {SiteProblem} from './site-problem.mjs'

const OLD_FILE = 'src/velo.dependencies.json'

/**
 * Refuses a site whose packages are still in the old file. Wix's CLI (1.1.247) moves them into package.json on
 * `wix install`, and refuses to where "dependencies" is not empty: whatever we added there would stop it.
 *
 * @param {import('./find-site.mjs').Site} site
 */
export function refuseOldDependencies({root, layout}) {
  if (!readSiteFile(root, OLD_FILE)) return
  const old = namesAndVersions(readSiteJson(root, OLD_FILE)?.dependencies)
  const present = namesAndVersions(readSiteJson(root, 'package.json')?.dependencies)
  const isMovedByWix = layout === 'files' && present.length === 0 && readSiteFile(root, 'package.json')
  throw new SiteProblem(
    `${OLD_FILE} is there: the old list of a site's packages. Today's is "dependencies" of package.json.`,
    ...(isMovedByWix
      ? [
          "Nothing was changed. First, in the site's folder:",
          '  npx wix install',
          'It moves the packages into package.json and deletes the old list.',
        ]
      : [
          present.length > 0
            ? `Wix's CLI moves the packages only while package.json has no dependencies; it has ${present.map(([name]) => name).join(', ')}.`
            : 'Wix’s CLI does not move the packages on this site.',
          'Nothing was changed. First, by hand, move these into "dependencies" of package.json, and delete the old list:',
          ...old.map(([name, version]) => `  ${JSON.stringify(name)}: ${JSON.stringify(version)}`),
          "then, in the site's folder:",
          '  npx wix install',
        ]),
    'Commit what it changed (with wix.lock), publish, see that the site still works, and run this again.',
  )
}

/**
 * @param {unknown} dependencies
 * @returns {[string, unknown][]}
 */
function namesAndVersions(dependencies) {
  return typeof dependencies === 'object' && dependencies !== null ? Object.entries(dependencies) : []
}
