import { eq } from "drizzle-orm";
import { chainTransaction } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import {
  ATTEMPT_MOVES,
  type AttemptMove,
  type AttemptState,
  LANDED_ATTEMPT_STATES,
  PENDING_ATTEMPT_STATES,
} from "@/server/domain/day/attempt-states";
import type { Operations } from "@/server/domain/day/operations";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Height, Hex } from "@/server/domain/units";
import type { ChainNow } from "../../chain-now";
import { loadHeld } from "../../followed/held-transactions";
import { holdBlock } from "../../hold-chain";
import { type AttemptRow, moveAttempt } from "../attempts";
import type { PayoutContext } from "../payout-context";
import { proveGone } from "../prove-gone";
import { loadBatch } from "./load-batch";

export type Look = { readonly now: ChainNow; readonly operations: Operations; readonly finalDepth: number };

/** The result for an attempt; `wrong` stops the day. */
export type Confirmation =
  /** `waitsFor` says in words what keeps it from being given up. */
  | { readonly kind: "unchanged"; readonly waitsFor?: string }
  | { readonly kind: "moved"; readonly to: AttemptState }
  | { readonly kind: "wrong"; readonly reason: StopReason };

const UNCHANGED: Confirmation = { kind: "unchanged" };

/**
 * Moves an attempt by what our own scan shows, and nothing else. What it pays is read from the ledger's bytes when it
 * lands: the same id are the same bytes, so after that only its place and its validity can be others.
 */
export async function confirmAttempt(ctx: PayoutContext, row: AttemptRow, look: Look): Promise<Confirmation> {
  const { txHash, kind, batchNo } = row;
  const [place] = await ctx.db.select(PLACE).from(chainTransaction).where(eq(chainTransaction.hash, txHash));
  if (!place) return giveUpIfProven(ctx, row, look);
  if (!place.valid) return { kind: "wrong", reason: { kind: "script-failed", txHash, purpose: kind, batchNo } };
  if (!LANDED_ATTEMPT_STATES.includes(row.state) && !(await paysItsBatch(ctx, row))) {
    return { kind: "wrong", reason: { kind: "other-outputs", txHash, purpose: kind, batchNo } };
  }
  return moveByDepth(ctx, row, place, look);
}

const { blockHash, height, valid } = chainTransaction;
const PLACE = { hash: blockHash, height, valid };
type Place = { readonly hash: Hex; readonly height: Height };

/** In the ledger it must pay exactly what the batch says, output by output. */
async function paysItsBatch({ db }: PayoutContext, row: AttemptRow): Promise<boolean> {
  const { dayIndex, kind, batchNo, txHash } = row;
  const [held] = await loadHeld(db, eq(chainTransaction.hash, txHash));
  const [, ...outputs] = held?.outputs ?? [];
  const payouts = kind === "pay" ? (await loadBatch(db, dayIndex, batchNo)).payouts : [];
  return (
    outputs.length === payouts.length &&
    payouts.every((payout, index) => {
      const output = outputs[index];
      return (
        output?.address === payout.address &&
        output.lovelace === payout.lovelace &&
        Object.keys(output.assets).length === 0
      );
    })
  );
}

async function moveByDepth(
  ctx: PayoutContext,
  row: AttemptRow,
  block: Place,
  { now, operations, finalDepth }: Look,
): Promise<Confirmation> {
  const depth = now.height - block.height;
  const move = nextMove(row.state, depth, operations.confirmDepth, finalDepth);
  if (move === null) return UNCHANGED;
  if (move === "land" && row.kind === "pay") ctx.crashAt("payout-in-ledger");
  await withTransaction(ctx.db, async (tx) => {
    await holdBlock(tx, block.hash);
    await moveAttempt(tx, row, move, {
      actor: "job:confirm",
      atMs: now.timeMs,
      detail: `block ${block.height} ${block.hash}, ${depth} deep`,
      set: { ledgerHeight: block.height, ledgerHash: block.hash },
    });
  });
  return { kind: "moved", to: ATTEMPT_MOVES[move].to };
}

/** One state at a time, so that each leaves its trail. */
function nextMove(state: AttemptState, depth: number, confirmDepth: number, finalDepth: number): AttemptMove | null {
  if (state === "IN_LEDGER") return depth >= confirmDepth ? "confirm" : null;
  if (state === "CONFIRMED") return depth >= finalDepth ? "finish" : null;
  return PENDING_ATTEMPT_STATES.includes(state) ? "land" : null;
}

/**
 * Gives an attempt up only by proof (../prove-gone.ts). An expired one and an orphan differ in whether its input was
 * ever there.
 */
async function giveUpIfProven(ctx: PayoutContext, row: AttemptRow, look: Look): Promise<Confirmation> {
  const { now, operations } = look;
  const gone = await proveGone(ctx, row, now, operations);
  if (gone === null) return UNCHANGED;
  if (gone.kind === "differ") return { kind: "unchanged", waitsFor: gone.words };
  const atMs = now.timeMs;
  if (gone.kind === "superseded") {
    const detail = `${gone.by} has spent its input, ${gone.depth} blocks deep`;
    return giveUp(ctx, row, { move: "supersede", detail, atMs });
  }
  const detail = `the ${gone.depth} newest blocks, after slot ${row.validUntilSlot}, do not hold it`;
  return giveUp(ctx, row, { move: gone.kind === "expired" ? "expire" : "orphan", detail, atMs });
}

type GivenUp = { readonly move: "supersede" | "expire" | "orphan"; readonly detail: string; readonly atMs: number };

async function giveUp(ctx: PayoutContext, row: AttemptRow, { move, ...how }: GivenUp): Promise<Confirmation> {
  await withTransaction(ctx.db, (tx) => moveAttempt(tx, row, move, { actor: "job:confirm", ...how }));
  return { kind: "moved", to: ATTEMPT_MOVES[move].to };
}
