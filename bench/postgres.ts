import {execFileSync, spawnSync} from 'node:child_process'
import {createWriteStream, existsSync, mkdirSync, readdirSync, rmSync} from 'node:fs'
import {once} from 'node:events'
import path from 'node:path'
import {timed} from './bare-sqlite'
import {sampleId, sampleItem} from './sample-items'

export interface PostgresTimes {
  version: string
  dump: number
  /** Without compression, which SQLite's copies do not have either. */
  dumpUncompressed: number
  restore: number
}

/** pg_dump -Fc and pg_restore of the same items in ten tables, on a cluster of its own; null where PostgreSQL is not installed. */
export async function postgres(items: number, folder: string): Promise<PostgresTimes | null> {
  const bin = findBin()
  if (!bin) return null
  mkdirSync(folder, {recursive: true})
  // PostgreSQL refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : []
  if (asUser.length) execFileSync('chown', ['postgres', folder])
  const run = (program: string, ...args: string[]) => {
    const [command, ...rest] = [...asUser, path.join(bin, program), ...args]
    return execFileSync(command!, rest, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: folder})
  }
  const data = path.join(folder, 'data')
  const where = ['-h', folder, '-U', 'bench']
  run('initdb', '-D', data, '-U', 'bench', '-A', 'trust', '--no-sync')
  spawnSync(asUser[0] ?? path.join(bin, 'pg_ctl'), [
    ...(asUser.length ? [...asUser.slice(1), path.join(bin, 'pg_ctl')] : []),
    ...[
      '-D',
      data,
      '-w',
      '-l',
      path.join(folder, 'log'),
      '-o',
      `-c listen_addresses='' -k ${folder}`,
      'start',
    ],
  ])
  try {
    run('psql', ...where, '-d', 'postgres', '-c', 'CREATE DATABASE site')
    for (let table = 0; table < 10; table++) {
      const file = path.join(folder, `items${table}.tsv`)
      await writeRows(file, table, items)
      run(
        'psql',
        ...where,
        '-d',
        'site',
        '-c',
        `CREATE TABLE items${table} (id text PRIMARY KEY, data jsonb NOT NULL)`,
      )
      run('psql', ...where, '-d', 'site', '-c', `\\copy items${table} FROM '${file}'`)
      rmSync(file)
    }
    const dump = path.join(folder, 'dump')
    const times = {
      version: run('pg_dump', '--version').trim(),
      dump: timed(() => run('pg_dump', ...where, '-Fc', '-f', dump, 'site')),
      dumpUncompressed: timed(() => run('pg_dump', ...where, '-Fc', '-Z0', '-f', `${dump}0`, 'site')),
      restore: 0,
    }
    times.restore = timed(() => run('pg_restore', ...where, '--clean', '-d', 'site', dump))
    return times
  } finally {
    run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
  }
}

async function writeRows(file: string, table: number, items: number): Promise<void> {
  const stream = createWriteStream(file, {mode: 0o644})
  for (let n = 0; n < items; n++) {
    if (Math.floor(n / 1000) % 10 !== table) continue
    const item = sampleItem(n, sampleId(n))
    if (!stream.write(`${item._id}\t${JSON.stringify(item)}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

function findBin(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').sort().reverse()
    : []
  const folders = [
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
    '/usr/bin',
    '/usr/local/bin',
  ]
  return folders.find(
    (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'pg_dump')),
  )
}
