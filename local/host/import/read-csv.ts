import {FileRefused} from './import-problem'

export interface CsvRecord {
  /** Where it begins. */
  line: number
  cells: string[]
}

/**
 * The records of a CSV file (RFC 4180), one after the other, so that whoever reads them can do something else in
 * between. Lines end with CRLF, LF or CR; empty ones are skipped.
 */
export function* csvRecords(text: string): Generator<CsvRecord> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const record: CsvRecord = {line, cells: []}
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at, line, record) : plain(text, at, line, record)
      record.cells.push(cell.text)
      line += cell.lines
      at = cell.end
      if (text[at] !== ',') break
      at++
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    const isEmpty = record.cells.length === 1 && record.cells[0] === ''
    if (!isEmpty) yield record
  }
}

interface Cell {
  text: string
  /** How many lines end in it. */
  lines: number
  /** Behind it: at a comma, the end of a line or the end of the file. */
  end: number
}

const END_OF_CELL = /[,\r\n]/g

function plain(text: string, start: number, line: number, {cells}: CsvRecord): Cell {
  END_OF_CELL.lastIndex = start
  const end = END_OF_CELL.exec(text)?.index ?? text.length
  const cell = text.slice(start, end)
  if (cell.includes('"'))
    throw new FileRefused({
      line,
      reason: `Cell ${cells.length + 1} has a quotation mark in it and does not begin with one.`,
    })
  return {text: cell, lines: 0, end}
}

function quoted(text: string, start: number, line: number, {cells}: CsvRecord): Cell {
  let end = text.indexOf('"', start + 1)
  while (text[end + 1] === '"' && end >= 0) end = text.indexOf('"', end + 2)
  const what = `The quotation mark of cell ${cells.length + 1}`
  if (end < 0) throw new FileRefused({line, reason: `${what} is never closed.`})
  const behind = text[end + 1]
  if (behind !== undefined && !',\r\n'.includes(behind))
    throw new FileRefused({line, reason: `${what} is closed before the cell ends.`})
  const cell = text.slice(start + 1, end).replaceAll('""', '"')
  return {text: cell, lines: cell.match(/\r\n|\r|\n/g)?.length ?? 0, end: end + 1}
}
