import type { PosixMs } from "../units";

/** What the prober asks for, as a visitor would: two pages, and what pages, watchers and front ends ask. */
export const VISITED_DOORS = ["/", "/days", "/api/health", "/api/pulse", "/api/v1/days"] as const;
export type VisitedDoor = (typeof VISITED_DOORS)[number];

export const VISIT_EVERY_MS = 60_000;

/** The prober's name. What it asks for is not counted among visitors' requests. */
export const PROBER_AGENT = "daily-prize-oracle-prober";

/**
 * `no-answer`: nothing came, or not in time. `wrong-answer`: something else than belongs there, an error for example.
 * `stale`: it is what belongs there, but of long ago.
 */
export type DoorFault = "no-answer" | "wrong-answer" | "stale";

export type DoorSeen = {
  readonly door: string;
  /** Null where nothing answered. */
  readonly status: number | null;
  readonly durationMs: number;
  /** Null where all was good. */
  readonly fault: DoorFault | null;
  /** The fault in words. */
  readonly problem: string | null;
};

/** One visit of the prober to all doors. */
export type Visit = {
  /** The machine that it was made from. */
  readonly instance: string;
  readonly atMs: PosixMs;
  readonly doors: readonly DoorSeen[];
};

/** A visit counts as good only if every door was: a service that answers but is stale is down. */
export const isGoodVisit = ({ doors }: Pick<Visit, "doors">): boolean =>
  doors.length > 0 && doors.every(({ fault }) => fault === null);
