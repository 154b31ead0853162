import { type IncidentKind, KIND_NAMES } from "@/server/domain/monitoring/kinds";
import { say } from "../timed";
import { CHAIN_INJECTIONS } from "./injections/chain";
import { DAY_INJECTIONS } from "./injections/days";
import type { Injection } from "./injections/injection";
import { CERTIFICATE_INJECTION, SERVICE_INJECTIONS } from "./injections/service";
import { hearOf, type Installation, MOST_LOOKS, openOf } from "./installation";

/** In this order: the last one moves the clock by a century. */
export const INJECTIONS: readonly Injection[] = [
  ...SERVICE_INJECTIONS,
  ...CHAIN_INJECTIONS,
  ...DAY_INJECTIONS,
  CERTIFICATE_INJECTION,
];

/** What no rule finds: people report it. */
const BY_PEOPLE: readonly IncidentKind[] = ["by-hand"];

export type Detection = {
  readonly kind: IncidentKind;
  /** From the injection to the message at the receiver, in system time; null where none came. */
  readonly seconds: number | null;
  /** Whether it was closed once it was well again. */
  readonly isClosed: boolean;
};

/** Kinds that nothing injects, so that a new one cannot be forgotten. */
export function kindsWithoutInjection(): IncidentKind[] {
  const injected = new Set(INJECTIONS.map(({ kind }) => kind));
  return KIND_NAMES.filter((kind) => !injected.has(kind) && !BY_PEOPLE.includes(kind));
}

/** Each kind is injected, found, told, mended and closed, one after the other. */
export async function measureDetection(
  at: Installation,
  injections: readonly Injection[] = INJECTIONS,
): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const injection of injections) {
    const detection = await inject(at, injection);
    const { kind, seconds, isClosed } = detection;
    const told = seconds === null ? "nobody was told" : `told after ${seconds} s`;
    say(`  ${kind}: ${told}${isClosed ? "" : ", and not closed"}`);
    detections.push(detection);
  }
  return detections;
}

async function inject(at: Installation, injection: Injection): Promise<Detection> {
  const { kind, unwell, seenWithinMs = 0, begin, again, end } = injection;
  const before = at.receiver.messages.length;
  await begin(at, at.nowMs);
  const begunMs = at.nowMs;
  const look = async () => {
    await again?.(at, at.nowMs);
    await at.look(unwell);
  };
  const isTold = await hearOf(at, kind, { from: before, look });
  const seconds = isTold ? (at.nowMs - begunMs + seenWithinMs) / 1_000 : null;
  await end(at, at.nowMs);
  for (let looks = 0; looks < MOST_LOOKS && (looks < 2 || (await anyOpen(at))); looks++)
    await at.look(undefined, 20_000);
  return { kind, seconds, isClosed: !(await openOf(at.db, kind)).length };
}

/** The next one begins where nothing is wrong. */
async function anyOpen({ db }: Installation): Promise<boolean> {
  for (const kind of KIND_NAMES) if ((await openOf(db, kind)).length > 0) return true;
  return false;
}
