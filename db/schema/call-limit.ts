import { integer, pgTable, varchar } from "drizzle-orm/pg-core";
import { chainNumber } from "./columns";

/**
 * How many calls of a network or an account were leased to instances since its window began. The columns are those of
 * rate-limiter-flexible, which removes a row an hour after its window.
 */
export const callLimit = pgTable("call_limit", {
  /** The limit's name, and an address, a network or a person's id. */
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  /** The window's end, POSIX milliseconds by an instance's clock. */
  expire: chainNumber("expire"),
});
