import {undoRestore, type UndoReport} from 'public/copies/undo-restore'
import type {CommandContext, ExitCode} from '../command'
import {readReceipt} from '../files/restore-journal'
import {CommandProblem} from '../problem'
import {listCollections} from '../site/collections'
import {connect} from '../site/connect'
import {restoreTarget} from '../site/restore-target'
import {count, seconds} from '../texts'

export interface UndoOptions {
  /** The receipt that `restore --mode keep-newer` has left. */
  file: string
  local: string | undefined
}

/** Takes back what a restore has written, but for what was changed since. */
export async function undo({file, local}: UndoOptions, context: CommandContext): Promise<ExitCode> {
  const {env, output, signal} = context
  const {header, written} = await readReceipt(file)
  const onWait = (ms: number) => output.line(`Wix asks to wait: going on in ${seconds(ms)}.`)
  const site = await connect({local, env, signal, onWait})
  if (header.site !== site.id) {
    throw new CommandProblem(`${file} is the receipt of a restore into another site.`, 'OTHER_SITE')
  }
  const report = await undoRestore(written, await listCollections(site.calls), restoreTarget(site.calls))
  output.result({file, site: {id: site.id, name: site.name}, ...report}, textOf(report))
  return report.kept.length > 0 ? 1 : 0
}

const MOST_LINES = 20
const REASONS: Record<UndoReport['kept'][number]['because'], string> = {
  CHANGED: 'it was changed since',
  REFERRED: 'other items refer to it by now',
  FAILED: 'Wix refused it',
}

function textOf({removed, changedBack, kept}: UndoReport): string {
  return [
    `${count(removed, 'item')} that had come back ${removed === 1 ? 'is' : 'are'} gone again, ${changedBack.toLocaleString('en')} changed back, ${kept.length.toLocaleString('en')} kept`,
    ...kept
      .slice(0, MOST_LINES)
      .map(({collectionId, itemId, because}) => `  kept: ${collectionId} ${itemId}: ${REASONS[because]}`),
    ...(kept.length > MOST_LINES ? [`  … and ${kept.length - MOST_LINES} more (--json lists all)`] : []),
  ].join('\n')
}
