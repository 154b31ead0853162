import { describeNetworkError } from "@/server/chain/sources/http/refusals";
import { type DoorAnswer, type Fault, judgeAnswer } from "@/server/domain/metrics/judge-answer";
import { type DoorSeen, PROBER_AGENT, type VisitedDoor } from "@/server/domain/metrics/visit";
import type { PosixMs } from "@/server/domain/units";
import { readUpTo } from "@/server/http/read-up-to";

/** A visitor who has waited for so long has gone. */
const PATIENCE_MS = 10_000;
/** Far above any page of ours. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Asks for one door as a visitor would, without cookies, and judges what comes. Never throws. */
export async function askDoor(site: URL, door: VisitedDoor, nowMs: PosixMs): Promise<DoorSeen> {
  const startedAt = performance.now();
  const seen = (status: number | null, found: Fault | null): DoorSeen => ({
    door,
    status,
    durationMs: Math.round(performance.now() - startedAt),
    fault: found?.fault ?? null,
    problem: found?.problem ?? null,
  });
  let status: number | null = null;
  try {
    const answer = await read(new URL(door, site), (came) => {
      status = came;
    });
    return seen(
      status,
      typeof answer === "string" ? { fault: "wrong-answer", problem: answer } : judgeAnswer(door, answer, nowMs),
    );
  } catch (error) {
    return seen(status, { fault: "no-answer", problem: describeNetworkError(error, door, PATIENCE_MS) });
  }
}

/** The answer, or what keeps it from being one. */
async function read(url: URL, onStatus: (status: number) => void): Promise<DoorAnswer | string> {
  const response = await fetch(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { "user-agent": PROBER_AGENT, "cache-control": "no-cache" },
  });
  const { status, headers, body } = response;
  onStatus(status);
  const { bytes, isCut } = body ? await readUpTo(body, MOST_BYTES) : { bytes: Buffer.alloc(0), isCut: false };
  if (isCut) return `its answer is larger than ${MOST_BYTES / 1024 / 1024} MiB`;
  // The address that is visited is the one that the site is known by, so nothing there leads elsewhere.
  if (status >= 300 && status < 400) return `it leads elsewhere (${status}): ${originOf(headers.get("location"), url)}`;
  return { status, contentType: headers.get("content-type") ?? "", body: bytes.toString("utf8") };
}

/** Without path and query, which may be anything. */
const originOf = (location: string | null, base: URL): string =>
  (location === null ? null : URL.parse(location, base))?.origin ?? "to no address";
