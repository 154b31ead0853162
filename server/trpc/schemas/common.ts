import { z } from "zod";
import { DAY_NAME, notADay } from "@/server/domain/day/day-name";
import { DAY_STATES } from "@/server/domain/day/states";
import { AMOUNT_STATES } from "@/server/services/published/published";

/*
 * Shapes of the public API. Amounts are decimal strings with the unit in the name, because a JSON number loses digits
 * past 2^53. Times are POSIX milliseconds of the chain.
 */

export const lovelace = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: "Whole lovelace (1 ADA = 1,000,000) as decimal text.", example: "12400000" });
export const quantity = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: "Tokens in their smallest unit, as decimal text.", example: "250" });
export const hash = z.string().meta({ description: "Lowercase hex." });
export const timeMs = z
  .number()
  .int()
  .meta({ description: "POSIX time in milliseconds, by the chain's clock.", example: 1795305600000 });
export const dayIndex = z.number().int().meta({ description: "floor(POSIX time / length of a day).", example: 20779 });
export const height = z.number().int().meta({ description: "Block height." });
export const dayState = z.enum(DAY_STATES);
export const amountState = z.enum(AMOUNT_STATES).meta({
  description: "State of the amount. Only `confirmed` means paid; it is read from the chain.",
});

export const block = z.object({ height, hash, slot: z.number().int(), timeMs });
export const transaction = z.object({ txHash: hash, height: height.nullable() });

/** Names a day in an address: its number, or a UTC date if a day lasts 24 hours. */
export const dayName = z
  .string()
  .regex(DAY_NAME, { error: ({ input }) => notADay(String(input)) })
  .meta({ description: "Day number, or UTC date if a day lasts 24 hours.", example: "20779" });

export const mustBeWhole = (least: number, most: number) => `must be a whole number from ${least} to ${most}`;

export function wholeNumber(least: number, most: number) {
  const error = mustBeWhole(least, most);
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/** The database's int4. */
const LAST_DAY = 2_147_483_647;

/** Names a day in a call of the console. */
export const dayInput = wholeNumber(0, LAST_DAY);

export function dayCursor(description: string) {
  return wholeNumber(0, LAST_DAY).meta({ description }).optional();
}
