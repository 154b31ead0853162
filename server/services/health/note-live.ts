import { hostname } from "node:os";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import type { HealthPart } from "@/server/domain/health/part";

type Said = Pick<HealthPart, "state" | "fact" | "next">;

const HEARD: Said = {
  state: "ok",
  fact: "Pages are told of what happens when it happens.",
  next: null,
};
/** Nothing is wrong with it, and nothing but seconds is lost. */
const BEHIND_POOLER: Said = {
  state: "ok",
  fact: "Pages are told of what happens within 5 s: behind the pooler nothing that is told is heard.",
  next: null,
};
const UNHEARD: Said = {
  state: "warning",
  fact: "Pages are told of what happens within 5 s: nothing that the database tells is heard.",
  next:
    "If a pooler by transaction answers at DATABASE_URL, add pooler=true to it. Else see that the database has a free " +
    "session (max_connections).",
};

/** A web process says how it learns of what happens, again at each proof of that (db/listen.ts). */
export async function noteLive(db: Database, heard: { isHeard: boolean; hasPooler: boolean }): Promise<void> {
  const said = heard.isHeard ? HEARD : heard.hasPooler ? BEHIND_POOLER : UNHEARD;
  const seen = { ...said, lookedAt: new Date() };
  await db
    .insert(engineLook)
    .values({ instance: hostname(), part: "live", ...seen })
    .onConflictDoUpdate({ target: [engineLook.instance, engineLook.part], set: seen });
}
