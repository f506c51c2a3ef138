/** Plain text tables: columns as wide as their widest cell, figures to the right. */

export interface Column {
  readonly head: string
  readonly right?: boolean
}

export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(column.head.length, ...rows.map((row) => (row[index] ?? '').length))
  )
  const render = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return columns[index]?.right === true ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [render(columns.map((column) => column.head)), ...rows.map(render)].join('\n')
}
