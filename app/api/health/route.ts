import { getContext } from "@/server/context";
import { readHealth } from "@/server/services/metrics/read-health";

export const dynamic = "force-dynamic";

/** For a load balancer or a person: 200 when what is answered is true now, 503 with what is wrong in words. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    const health = await readHealth(await getContext());
    return Response.json(health, { status: health.healthy ? 200 : 503, headers });
  } catch {
    // Not connected at all. The cause may name addresses and users, so it stays in the log of the process.
    const problem = "the database or the chain source cannot be reached; the server's log says which";
    return Response.json({ healthy: false, problem }, { status: 503, headers });
  }
}
