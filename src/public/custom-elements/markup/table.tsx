import type {ComponentChildren} from 'preact'
import {Text} from './text'
import './table.css'

export interface Column<Row> {
  title: string
  /** The title is only for those who can't see what stands in the column. */
  isTitleHidden?: boolean
  width?: string
  align?: 'end'
  render(row: Row): ComponentChildren
}

/**
 * The design system's Table, as markup alone. Its own brings scrolling, sticky columns, selection and virtual rows,
 * which took a tenth of the time until the table is shown.
 */
export function Table<Row extends {id: string}>({
  rows,
  columns,
  rowDataHook,
}: {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowDataHook(row: Row): string
}) {
  return (
    <table class="bp-table">
      <thead>
        <tr>
          {columns.map(({title, isTitleHidden = false, width, align}) => (
            <th key={title} scope="col" style={{width}} class={align && `bp-align-${align}`}>
              {isTitleHidden ? (
                <span class="bp-hidden">{title}</span>
              ) : (
                <Text size="small" ellipsis>
                  {title}
                </Text>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-hook={rowDataHook(row)}>
            {columns.map(({title, align, render}) => (
              <td key={title} class={align && `bp-align-${align}`}>
                {render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
