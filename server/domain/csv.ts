/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+$/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A record of CSV by RFC 4180, without its line end. A text that a spreadsheet would run as a formula gets an
 * apostrophe before it, as spreadsheets mark texts; numbers stay numbers. Null is an empty field.
 */
export function csvRecord(fields: readonly (string | number | bigint | null)[]): string {
  return fields.map(csvField).join(",");
}

function csvField(field: string | number | bigint | null): string {
  if (field === null) return "";
  const text = String(field);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
