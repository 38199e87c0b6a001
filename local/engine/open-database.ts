import Libsql from 'libsql'
import {pathToFileURL} from 'node:url'

/** All that libsql can bind safely: a boolean or undefined aborts the whole process. */
export type Value = string | number | null

/** A connection. One thread each; synchronous. */
export interface Database {
  exec(sql: string): void
  /** Answers the number of rows changed. */
  run(sql: string, ...values: Value[]): number
  all<Row>(sql: string, ...values: Value[]): Row[]
  get<Row>(sql: string, ...values: Value[]): Row | undefined
  transaction<Result>(body: () => Result): Result
  close(): void
}

export function openDatabase(file: string, options: {readOnly?: boolean; cacheKb?: number} = {}): Database {
  const connection = new Libsql(options.readOnly ? readOnlyUrl(file) : file)
  const statements = new Map<string, Libsql.Statement>()
  connection.exec(`PRAGMA cache_size = -${options.cacheKb ?? 2000}`)

  function prepare(sql: string): Libsql.Statement {
    let statement = statements.get(sql)
    if (!statement) {
      statement = connection.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }

  // Never libsql's own get() or a broken-off iterate(): they leave the statement, and its read transaction, open.
  function all<Row>(sql: string, ...values: Value[]): Row[] {
    return prepare(sql).all(checked(values)) as Row[]
  }

  return {
    exec: (sql) => void connection.exec(sql),
    run: (sql, ...values) => prepare(sql).run(checked(values)).changes,
    all,
    get: <Row>(sql: string, ...values: Value[]) => all<Row>(sql, ...values)[0],
    transaction(body) {
      connection.exec('BEGIN IMMEDIATE')
      try {
        const result = body()
        connection.exec('COMMIT')
        return result
      } catch (error) {
        // After some failures (a full disk) SQLite has rolled back by itself.
        if (connection.inTransaction) connection.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      statements.clear()
      connection.close()
    },
  }
}

/** For a file that another connection may be writing to. */
function readOnlyUrl(file: string): string {
  return `${pathToFileURL(file).href}?mode=ro`
}

/** For a finished backup: nobody writes to it, so that SQLite need not lock it either. */
export function immutableUrl(file: string): string {
  return `${pathToFileURL(file).href}?mode=ro&immutable=1`
}

function checked(values: Value[]): Value[] {
  for (const value of values) {
    if (value !== null && typeof value !== 'string' && typeof value !== 'number')
      throw new TypeError(`cannot bind a ${typeof value}`)
  }
  return values
}
