import { eq, sql } from "drizzle-orm";
import {
  chainHold,
  chainRollback,
  chainSight,
  enginePause,
  failedTry,
  sourceHealth,
  sourceState,
  user,
} from "@/db/schema";
import type { SourceState } from "@/server/domain/source/health";
import type { Installation } from "../installation";
import type { Injection } from "./injection";
import { unwellPart } from "./service";

const MINUTE_MS = 60_000;

/** Sources are asked all the time: their rows are never older than a minute. */
const sources = (state: SourceState, names: readonly ("blockfrost" | "koios")[]) => async (at: Installation) => {
  for (const name of names)
    await at.db.update(sourceHealth).set({ state, reason: "it was injected" }).where(eq(sourceHealth.name, name));
};

export const CHAIN_INJECTIONS: readonly Injection[] = [
  {
    kind: "chain-stalled",
    unwell: { isChainOdd: true },
    begin: ({ db }, nowMs) => db.update(chainSight).set({ newestAt: new Date(nowMs - 15 * MINUTE_MS - 1) }),
    end: () => Promise.resolve(),
  },
  {
    kind: "chain-fork",
    unwell: { sources: ["koios"] },
    begin: sources("differs", ["koios"]),
    end: sources("good", ["koios"]),
  },
  {
    // Deeper than the tests' operations allow: their own rollbacks hold nothing.
    kind: "rollback-deep",
    begin: ({ db }, nowMs) =>
      db.insert(chainRollback).values({ fromHeight: 300_000, toHeight: 1, writtenAt: new Date(nowMs) }),
    end: ({ db }) => db.delete(chainRollback),
  },
  {
    kind: "scan-behind",
    begin: ({ db }) => db.update(sourceState).set({ tipHeight: sql`${sourceState.height} + 31` }),
    end: ({ db }) => db.update(sourceState).set({ tipHeight: sql`${sourceState.height}` }),
  },
  {
    kind: "source-away",
    unwell: { sources: ["blockfrost", "koios"] },
    begin: sources("away", ["blockfrost", "koios"]),
    end: sources("good", ["blockfrost", "koios"]),
  },
  {
    kind: "source-unwell",
    unwell: { sources: ["koios"] },
    begin: sources("away", ["koios"]),
    end: sources("good", ["koios"]),
  },
  {
    kind: "sources-disagree",
    begin: ({ db }) =>
      db.update(sourceState).set({
        difference: { contradiction: { kind: "gone", hash: "ab".repeat(32), height: 7 }, from: 1, to: 9 },
      }),
    end: ({ db }) => db.update(sourceState).set({ difference: null }),
  },
  {
    kind: "payouts-held",
    begin: ({ db }, nowMs) =>
      db.insert(chainHold).values({ heldAt: new Date(nowMs), troubles: [{ kind: "behind", sinceMs: nowMs }] }),
    end: ({ db }, nowMs) => db.update(chainHold).set({ releasedAt: new Date(nowMs) }),
  },
  {
    kind: "pause-long",
    begin: async ({ db }, nowMs) => {
      const [person] = await db.select().from(user).limit(1);
      const writtenAt = new Date(nowMs - 120 * MINUTE_MS);
      await db.insert(enginePause).values({ id: 1, userId: person?.id ?? null, reason: "Looking at it", writtenAt });
    },
    end: ({ db }) => db.delete(enginePause),
  },
  {
    kind: "login-attack",
    begin: ({ db }, nowMs) =>
      db.insert(failedTry).values({
        minute: new Date(nowMs),
        userId: "00000000-0000-4000-8000-000000000000",
        tries: 51,
      }),
    end: ({ db }) => db.delete(failedTry),
  },
  unwellPart("audit-broken", "audit log", "The audit log does not verify: row 7 was changed."),
];
