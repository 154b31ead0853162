/**
 * Order of ASCII texts by their bytes, never by locale. Hex texts sort like the bytes they stand for, so this
 * breaks every tie.
 */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
