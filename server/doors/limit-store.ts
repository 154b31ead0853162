import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import { type Client, makeClient } from "@/db/client";
import type { OpenStore } from "./leases";

/** A lease is a row's update. A caller does not wait longer for it. */
const PATIENCE_MS = 500;
/** How long a database that was away is left alone. */
const AWAY_MS = 5_000;

/** Sessions for the doors alone: no page waits for them, and they wait for no page. */
export function openLimitStore(databaseUrl: string): OpenStore {
  return limitStoreOn(
    makeClient(databaseUrl, {
      max: 2,
      applicationName: "daily-prize-oracle doors",
      statementTimeoutMs: PATIENCE_MS,
    }),
  );
}

/**
 * Limits that all instances share, in the table `call_limit`. While the database is away, each instance goes by its own
 * count: no limit opens, and nobody waits for more than a moment.
 */
export function limitStoreOn(client: Client, patienceMs = PATIENCE_MS): OpenStore {
  const storeClient = { query: patiently(patienceMs, (statement) => run(client, statement)) };
  return (keyPrefix, { calls: points, seconds: duration }) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: "client",
      tableName: "call_limit",
      tableCreated: true,
      keyPrefix,
      points,
      duration,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
    });
}

type Statement = { readonly text: string; readonly values: (string | number)[] };
type Rows = { readonly rows: readonly object[]; readonly rowCount: number };

/** The limiter's arithmetic is of numbers; ours reads them as bigint. */
async function run(client: Client, { text, values }: Statement): Promise<Rows> {
  const found = await client.unsafe<{ points: number; expire: bigint }[]>(text, values);
  const rows = found.map(({ points, expire }) => ({ points, expire: Number(expire) }));
  return { rows, rowCount: found.count };
}

/** Fails soon where a statement takes long, and at once for a while after one has failed. */
function patiently(patienceMs: number, run: (statement: Statement) => Promise<Rows>) {
  let awayUntilMs = 0;
  return async (statement: Statement): Promise<Rows> => {
    if (Date.now() < awayUntilMs) throw new Error("the database was away a moment ago");
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("the database is slow")), patienceMs);
    });
    try {
      return await Promise.race([run(statement), late]);
    } catch (error) {
      awayUntilMs = Date.now() + AWAY_MS;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}
