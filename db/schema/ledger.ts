import { sql } from "drizzle-orm";
import { integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Account } from "../../server/domain/ledger/ledger";
import { byteText, lovelace, writtenAt } from "./columns";

/** An account of the double-entry ledger (server/domain/ledger names them). */
export const ledgerAccount = pgTable("ledger_account", {
  account: text("account").$type<Account>().primaryKey(),
  // Not 0n: drizzle-kit cannot write a bigint into its snapshot.
  balanceLovelace: lovelace("balance_lovelace").notNull().default(sql`0`),
});

/**
 * One side of a ledger transaction (server/domain/ledger). The entries of one reference sum to zero. Whose money is
 * owed or paid is in the day's lines (reward_line), which do not change any more once they are posted.
 */
export const ledgerEntry = pgTable(
  "ledger_entry",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** What happened, such as `day:20779:awarded`. The same reference cannot be posted twice. */
    reference: byteText("reference").notNull(),
    kind: text("kind").notNull(),
    /** One of five that are there whenever something is posted, so no key is looked up for each row. */
    account: text("account").$type<Account>().notNull(),
    lovelace: lovelace("lovelace").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [uniqueIndex("ledger_entry_once").on(table.reference, table.kind, table.account)],
);
