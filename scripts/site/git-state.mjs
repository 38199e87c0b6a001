import {execFileSync} from 'node:child_process'

/**
 * The files of a site that git knows to be changed or new; `undefined` where there is no git or no repository.
 *
 * @param {string} root
 */
export function uncommittedFiles(root) {
  try {
    return execFileSync('git', ['status', '--porcelain', '-z', '--no-renames', '--', '.'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter(Boolean)
      .map((line) => line.slice(3))
  } catch {
    return undefined
  }
}

/**
 * What a person should know before a command changes their site.
 *
 * @param {string} root
 */
export function gitWarning(root) {
  const files = uncommittedFiles(root)
  if (files === undefined) {
    return [
      'Warning: this folder is not a git repository, so git cannot show or take back what is written here.',
    ]
  }
  if (files.length === 0) return []
  const shown = files.slice(0, 5).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : '')
  return [
    `Warning: there are uncommitted changes (${shown}).`,
    "Commit or stash them first if you want git to show this command's changes alone.",
  ]
}
