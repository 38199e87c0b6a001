const NUMBER = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/

/** The number that a text writes, or null where a number would be another one: 9007199254740993, 1e400, -0. */
export function exactNumber(text: string): number | null {
  const number = Number(text)
  if (!Number.isFinite(number) || Object.is(number, -0)) return null
  const written = decimal(text)
  return written !== null && written === decimal(String(number)) ? number : null
}

/** Sign, digits without zeros at either end, and where the point is: the same for each way to write a number. */
function decimal(text: string): string | null {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  if (whole === '' && fraction === '') return null
  const digits = whole + fraction
  const leading = /^0*/.exec(digits)![0].length
  const significant = digits.slice(leading).replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${whole.length - leading + Number(exponent)}`
}
