/** How a day is named in an address: by its number, or by its UTC date. For the API's document too. */
export const DAY_NAME = /^(0|[1-9][0-9]{0,8}|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))$/;

const MOST_SHOWN = 40;

export function notADay(text: string): string {
  const shown = text.length > MOST_SHOWN ? "This" : JSON.stringify(text);
  return `${shown} is not a day. Use its number, such as 20779, or its date, such as 2026-11-22.`;
}
