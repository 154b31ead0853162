import { getContext } from "./context";
import type { Health } from "./domain/health/part";
import { healthCheck } from "./services/health/health-check";

/** Anybody may ask, so that the parts are looked at this often at most, however many do. */
const KEPT_MS = 5_000;
let kept: { readonly health: Promise<Pick<Health, "state">>; readonly atMs: number } | null = null;

/**
 * Whether the service works: 200, or 503 where a part is failing. Tells strangers no more: which part it is, and why,
 * would help whoever wants it to fail.
 */
export async function answerHealth(): Promise<Response> {
  const nowMs = Date.now();
  if (!kept || Math.abs(nowMs - kept.atMs) >= KEPT_MS) kept = { health: check(nowMs), atMs: nowMs };
  const { state } = await kept.health;
  const healthy = state !== "failing";
  const message = `${healthy ? "The service works." : "A part of the service is failing."} Those who run it see more: npm run status, or the console's overview.`;
  return Response.json({ healthy, message }, { status: healthy ? 200 : 503, headers: { "cache-control": "no-store" } });
}

/** Not connected at all is failing too. The cause is in the process's log. */
async function check(nowMs: number): Promise<Pick<Health, "state">> {
  try {
    return await healthCheck(await getContext(), nowMs);
  } catch {
    return { state: "failing" };
  }
}
