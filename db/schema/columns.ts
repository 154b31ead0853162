import { bigint, customType, integer, numeric, timestamp } from "drizzle-orm/pg-core";

// One way to store each kind of value. Hashes and transaction bytes are lower-case hex text: people read them far more
// often than their size matters.

/** Lovelace: all ADA that can exist fits a signed 64-bit integer. */
export const lovelace = (name: string) => bigint(name, { mode: "bigint" });
/** Token quantity: one output holds up to 2^63 - 1, a sum may be larger. */
export const quantity = (name: string) => numeric(name, { mode: "bigint", precision: 39, scale: 0 });
/** Slot, height or POSIX milliseconds: all well under 2^53. */
export const chainNumber = (name: string) => bigint(name, { mode: "number" });
/** ASCII text that is compared byte by byte, as no locale does; and much faster. */
export const byteText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
export const hex = (name: string) => byteText(name);
/** A time that the program gives, of the clock that the table names. */
export const at = (name: string) => timestamp(name, { withTimezone: true });
/** When our machine wrote the row. For people and logs: no decision about money reads it. */
export const writtenAt = (name = "written_at") => at(name).notNull().defaultNow();
/** Of whatever wrong passwords and codes are counted on: how many in a row, and until when nothing is compared. */
export const wrongTries = () => ({
  failedLogins: integer("failed_logins").notNull().default(0),
  lockedUntil: at("locked_until"),
});
