/** Why a row, or the whole file, is not imported. A header is line 1. */
export interface Problem {
  line: number
  /** The column's header, or the path to a value in a JSON line. */
  column?: string
  reason: string
}

/** The file as a whole is refused: nothing of it is imported. */
export class FileRefused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.reason)
  }
}

/** A row of a file: an item, with the columns that its fields come from, or why there is none. */
export type Row = ItemRow | Problem

export interface ItemRow {
  line: number
  item: Record<string, unknown>
  columnOf?: (key: string) => string
}
