import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { engineLook, heartbeat, metricSample, type UpkeepName, upkeep } from "@/db/schema";
import type { LookedAtPart } from "@/server/domain/health/part";
import type { DoorFault } from "@/server/domain/metrics/visit";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { queueMessage } from "@/server/services/alerts/queue-message";
import { LOOK_EVERY_MS } from "@/server/services/health/look-ages";
import { storeVisit } from "@/server/services/metrics/probe/store-visit";
import type { Installation } from "../installation";
import { visitOf } from "../keep-well";
import type { Injection } from "./injection";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CERTIFICATE = path.join("server", "testing", "signing", "test-certificate.pem");

const nothing = () => Promise.resolve();

/** An engine sees a part that is not well, by its next look. */
export function unwellPart(kind: IncidentKind, part: LookedAtPart, fact: string): Injection {
  const write =
    (state: "ok" | "failing") =>
    async ({ db }: Installation, nowMs: number) => {
      const seen = { state, fact, next: null, lookedAt: new Date(nowMs) };
      await db
        .insert(engineLook)
        .values({ instance: hostname(), part, ...seen })
        .onConflictDoUpdate({ target: [engineLook.instance, engineLook.part], set: seen });
    };
  return {
    kind,
    unwell: { parts: [part] },
    seenWithinMs: LOOK_EVERY_MS[part],
    begin: write("failing"),
    end: write("ok"),
  };
}

/** The prober visits once a minute, as it does. */
function visits(kind: IncidentKind, fault: DoorFault | null, durationMs: number): Injection {
  let lastMs = 0;
  const visit = async ({ db }: Installation, nowMs: number) => {
    if (nowMs - lastMs < MINUTE_MS) return;
    lastMs = nowMs;
    await storeVisit(db, visitOf(nowMs, { durationMs, fault }));
  };
  return { kind, unwell: { isSiteOdd: true }, begin: visit, again: visit, end: nothing };
}

/** Last done longer ago than it should be. */
function tooOld(kind: IncidentKind, what: UpkeepName, ageMs: number): Injection {
  return {
    kind,
    begin: ({ db }, nowMs) =>
      db.insert(upkeep).values({ what, doneAt: new Date(nowMs - ageMs), actor: "cli:bench", note: "" }),
    end: ({ db }, nowMs) => db.insert(upkeep).values({ what, doneAt: new Date(nowMs), actor: "cli:bench", note: "" }),
  };
}

const HOURLY = "visit-page-ms";

export const SERVICE_INJECTIONS: readonly Injection[] = [
  {
    kind: "database-away",
    begin: async (at) => {
      at.databaseError = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    },
    end: async (at) => {
      at.databaseError = null;
    },
  },
  { kind: "engine-silent", unwell: { isEngineDead: true }, begin: nothing, end: nothing },
  { kind: "job-failing", unwell: { failing: ["confirm"] }, begin: nothing, end: nothing },
  visits("site-down", "no-answer", 10_000),
  visits("site-stale", "stale", 40),
  visits("site-slow", null, 2_500),
  {
    kind: "error-rate",
    begin: ({ db }, nowMs) =>
      db
        .update(heartbeat)
        .set({ requests: 5_000, errors: 50 })
        .where(eq(heartbeat.minute, new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS))),
    end: ({ db }) => db.update(heartbeat).set({ errors: 0 }),
  },
  unwellPart("disk-full", "reports", "The folder of reports has 12 MiB free."),
  unwellPart("clock-wrong", "clock", "The newest block is a minute ahead of this machine's clock."),
  tooOld("backup-old", "backup", 26 * HOUR_MS + 1),
  tooOld("drill-old", "drill", 100 * DAY_MS + 1),
  tooOld("key-old", "secrets", 365 * DAY_MS + 1),
  {
    kind: "channel-failing",
    begin: async ({ db, other }, nowMs) => {
      other.setAway(true);
      const message = { title: "News", text: "A message.", link: null, priority: null };
      await queueMessage(db, { channel: "other", key: `bench:${nowMs}`, message, incidentId: null, nowMs });
    },
    end: async ({ other }) => other.setAway(false),
  },
  {
    kind: "performance-worse",
    begin: ({ db }, nowMs) =>
      db.insert(metricSample).values(
        Array.from({ length: 17 }, (_, index) => {
          return { name: HOURLY, at: new Date(nowMs - (17 - index) * HOUR_MS), value: index < 14 ? 40 + index : 900 };
        }),
      ),
    end: ({ db }) => db.update(metricSample).set({ value: 45 }).where(eq(metricSample.name, HOURLY)),
  },
];

/** The last one: time has to come near to the certificate's end. */
export const CERTIFICATE_INJECTION: Injection = {
  kind: "certificate-old",
  begin: async (at) => {
    at.nowMs = Date.parse(new X509Certificate(await readFile(CERTIFICATE)).validTo) - 20 * DAY_MS;
    at.certificates.push({ what: "SIGNER_CA", file: CERTIFICATE });
  },
  end: async (at) => {
    at.certificates.length = 0;
  },
};
