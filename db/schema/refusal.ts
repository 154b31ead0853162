import { integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { day, dayTransition } from "./day";

/** What should never be refused, and was: it is shown to people, and a signature is not asked for again. */
export type RefusalKind = "signature-wrong" | "machines-disagree";

/**
 * A signature that is none over what was asked, a signer that finds another text in the same report, or a transaction
 * of ours that our own judges refuse. It stands as long as the day stays in the state in which it came.
 */
export const refusal = pgTable(
  "refusal",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").$type<RefusalKind>().notNull(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    /** The day's last transition then: after another one it is asked, or built, anew. */
    transitionId: integer("transition_id")
      .notNull()
      .references(() => dayTransition.id),
    /** The signer, or what was built: "batch 3". */
    who: text("who").notNull(),
    /** Why, in words. */
    problem: text("problem").notNull(),
    times: integer("times").notNull().default(1),
    firstAt: at("first_at").notNull(),
    lastAt: at("last_at").notNull(),
  },
  (table) => [uniqueIndex("refusal_once").on(table.dayIndex, table.transitionId, table.kind, table.who)],
);
