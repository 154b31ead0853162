import { getContext } from "@/server/context";
import { readHealth } from "@/server/services/metrics/read-health";

export const dynamic = "force-dynamic";

/** For a load balancer or a person: 200 if answers are current, 503 with what is wrong. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const health = await readHealth(await getContext());
    return Response.json(health, { status: health.healthy ? 200 : 503, headers });
  } catch {
    // Not connected at all. The cause may name addresses and users, so it stays in the process's log.
    const problem = "cannot reach the database or the chain source; see the server's log";
    return Response.json({ healthy: false, problem }, { status: 503, headers });
  }
}
