import { setTimeout as sleep } from "node:timers/promises";
import { type DoorSeen, VISITED_DOORS, type Visit, type VisitedDoor } from "@/server/domain/metrics/visit";
import type { PosixMs } from "@/server/domain/units";
import { askDoor } from "./ask-door";

/** What failed is asked once more after this, before it counts: a packet that is lost is no outage. */
const AGAIN_AFTER_MS = 10_000;

export type Prober = {
  /** The address by which visitors know the site. */
  readonly site: URL;
  /** The machine that asks. */
  readonly instance: string;
  /** Waits before what failed is asked again. */
  readonly pause?: (ms: number) => Promise<unknown>;
};

/** Visits all doors at once, as a browser does. Takes up to half a minute where nothing answers. Never throws. */
export async function visit({ site, instance, pause = sleep }: Prober, nowMs: PosixMs): Promise<Visit> {
  const first = await askAll(site, VISITED_DOORS, nowMs);
  const failed = VISITED_DOORS.filter((_door, index) => first[index]?.fault !== null);
  if (failed.length === 0) return { instance, atMs: nowMs, doors: first };
  await pause(AGAIN_AFTER_MS);
  const second = await askAll(site, failed, nowMs);
  const doors = first.map((seen) => second.find(({ door }) => door === seen.door) ?? seen);
  return { instance, atMs: nowMs, doors };
}

const askAll = (site: URL, doors: readonly VisitedDoor[], nowMs: PosixMs): Promise<DoorSeen[]> =>
  Promise.all(doors.map((door) => askDoor(site, door, nowMs)));
