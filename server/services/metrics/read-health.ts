import { sql } from "drizzle-orm";
import { sourceState } from "@/db/schema";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";

export type Health = {
  readonly healthy: boolean;
  /** "answers", or what is wrong. */
  readonly database: string;
  readonly chainSource: string;
  /** How our scan of the chain is doing. */
  readonly scan: string;
  /** Blocks that our scan is behind the source's tip; null if one of the two is unknown. */
  readonly scanLagBlocks: number | null;
  readonly scanHeight: number | null;
  readonly tipHeight: number | null;
};

/** Further behind than this, answers are out of date. About ten minutes on a public network. */
const MOST_LAG_BLOCKS = 30;
const SOURCE_PATIENCE_MS = 5_000;

/** Whether this instance can give current answers. Never throws. */
export async function readHealth(ctx: Context): Promise<Health> {
  const [scan, tip] = await Promise.all([readScan(ctx), readTip(ctx)]);
  const scanHeight = scan.ok ? scan.height : null;
  const tipHeight = tip.ok ? tip.height : null;
  const scanLagBlocks = scanHeight === null || tipHeight === null ? null : Math.max(0, tipHeight - scanHeight);
  return {
    healthy: scan.ok && !scan.isStuck && tip.ok && scanLagBlocks !== null && scanLagBlocks <= MOST_LAG_BLOCKS,
    database: scan.ok ? "answers" : scan.problem,
    chainSource: tip.ok ? "answers" : tip.problem,
    scan: (scan.ok && scan.isStuck && scan.contradiction) || sayScan(scanHeight, scanLagBlocks),
    scanLagBlocks,
    scanHeight,
    tipHeight,
  };
}

function sayScan(height: number | null, lagBlocks: number | null): string {
  if (height === null) return "has read no block yet. Check that the scan job is running.";
  if (lagBlocks === null) return `is at block ${height}; how far behind is unknown`;
  if (lagBlocks > MOST_LAG_BLOCKS) return `is ${lagBlocks} blocks behind: answers are out of date`;
  return "is up to date";
}

type Look<Value> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly problem: string };

/** A source that contradicts itself this often in a row is no passing matter. */
const STUCK_TRIES = 5;

type Scan = { readonly height: number | null; readonly isStuck: boolean; readonly contradiction: string | null };

async function readScan({ db, log }: Context): Promise<Look<Scan>> {
  try {
    await db.execute(sql`select 1`);
    const [state] = await db.select().from(sourceState);
    const contradiction = state?.contradiction ? sayContradiction(state.contradiction) : null;
    return { ok: true, height: state?.height ?? null, isStuck: (state?.tries ?? 0) >= STUCK_TRIES, contradiction };
  } catch (error) {
    log.warn({ err: error }, "health: the database does not answer");
    return { ok: false, problem: "does not answer" };
  }
}

async function readTip({ source, log }: Context): Promise<Look<{ height: number }>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), SOURCE_PATIENCE_MS);
  });
  try {
    const { height } = await Promise.race([source.tip(), late]);
    return { ok: true, height };
  } catch (error) {
    log.warn({ err: error }, "health: the chain source does not answer");
    return { ok: false, problem: `${source.name} does not answer` };
  } finally {
    clearTimeout(timer);
  }
}
