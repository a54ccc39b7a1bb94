/** What a list shows, as a file that a spreadsheet opens. */

/** CSV text with a byte-order mark (Excel reads UTF-8 only with it) and CRLF, as RFC 4180 says. */
export function csvOf(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return '\uFEFF' + rows.map((row) => row.map(cellOf).join(',')).join('\r\n') + '\r\n'
}

/** Offers a text to the browser as a download. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

function cellOf(value: string | number | null | undefined): string {
  const text = defused(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay numbers. */
function defused(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}
