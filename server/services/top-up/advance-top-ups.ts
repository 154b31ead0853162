import { eq } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import { can } from "@/server/domain/people/roles";
import type { PosixMs } from "@/server/domain/units";
import { findHold } from "../chain-hold/find-hold";
import { chainNow, isBehind } from "../chain-now";
import type { PoolSituation } from "../day/situation";
import { findPause } from "../engine-pause/find-pause";
import { failureInWords } from "../failure-in-words";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { loadPerson } from "../people/load-person";
import { findStranger } from "../pool/find-stranger";
import { loadLivePool } from "../pool/load-pool";
import { isDue } from "../resend";
import { operationsInForce } from "../settings-in-force";
import { submitStored } from "../submit-stored";
import { buildTopUp } from "./internal/build-top-up";
import { cosignTopUp } from "./internal/cosign-top-up";
import { landedAfterAll } from "./internal/given-up";
import { forgetWallets, readWallet } from "./internal/read-wallet";
import { inStates, moveTopUp, NO_TRANSACTION, type TopUpRow } from "./top-ups";
import { whyBusy } from "./why-busy";

/** How long somebody may take to come back and sign; each hour or so the transaction is built anew. */
const LIFE_MS: PosixMs = 24 * 3_600_000;

/** Of one round, by this machine's clock: the days' next round comes after it. */
const MOST_MS = 20_000;

/**
 * Takes each open top-up as far as the pool allows: builds its transaction, adds the operator's signature, sends it.
 * Each on its own: one that fails keeps no other from going on. It runs after the days, and what strangers' wallets
 * hold is read within bounds (`internal/read-wallet.ts`), so a day waits for it some seconds at most. Never throws.
 */
export async function advanceTopUps(ctx: PayoutContext): Promise<void> {
  try {
    const rows = await inStates(ctx.db, ["ASKED", "BUILT", "SIGNED", "SENT"]);
    forgetWallets(ctx.db, rows);
    if (rows.length === 0 || (await findPause(ctx.db)) || (await findHold(ctx.db))) return;
    const [now, pool] = [await chainNow(ctx.db), await loadLivePool(ctx.db)];
    if (!now || !pool || isBehind(now) || (await findStranger(ctx.db, pool))) return;
    const situation = { now, pool, operations: await operationsInForce(ctx.db) };
    const untilMs = Date.now() + MOST_MS;
    // Whose earlier deposit has landed after all gets no other before that is told (`confirm-top-ups.ts`).
    const owners = (await landedAfterAll(ctx.db)).map((found) => found.row.userId);
    for (const row of rows.filter(({ userId }) => !owners.includes(userId))) {
      if (Date.now() >= untilMs) return;
      await advance(ctx, row, situation).catch((error: unknown) => {
        if (!(error instanceof LostRace)) ctx.log.error({ err: error, topUp: row.id }, "a top-up cannot go on");
      });
    }
  } catch (error) {
    ctx.log.error({ err: error }, `top-ups cannot go on: ${failureInWords(error)}`);
  }
}

async function advance(ctx: PayoutContext, row: TopUpRow, situation: PoolSituation): Promise<void> {
  const { now, pool, operations } = situation;
  if (row.state === "SENT") {
    if (isDue(row.lastSentHeight, now.height, operations) && now.slot < (row.validUntilSlot ?? 0))
      await send(ctx, row, now.height);
    return;
  }
  const move = (how: "return" | "end", detail: string) =>
    withTransaction(ctx.db, (tx) =>
      moveTopUp(tx, row, how, { actor: "job:advance", atMs: now.timeMs, detail, set: NO_TRANSACTION }),
    );
  const owner = await loadPerson(ctx.db, row.userId);
  if (!owner || !can(owner.role, "pool.top-up")) return move("end", "its owner may bring no deposits any more");
  if (now.timeMs - row.askedMs > LIFE_MS) return move("end", "not signed within a day of being asked for");
  if (row.state !== "ASKED") {
    const isOnPool = isSameRef(pool.output.ref, { txHash: row.inputTxHash ?? "", index: row.inputIndex ?? -1 });
    if (!isOnPool) return move("return", "the pool has moved, so its transaction is built anew");
    if (now.slot >= (row.validUntilSlot ?? 0)) return move("return", "not signed in time, so it is built anew");
  }
  // A signature would be void before anybody gave it.
  if ((await whyBusy(ctx.db, pool, now, operations)) !== null) return;
  if (row.state === "BUILT" || !ctx.operator) return;
  const wallet = await readWallet(ctx, row, now.timeMs);
  if (wallet === null) return;
  if ("problem" in wallet) return move("end", wallet.problem);
  if (row.state === "ASKED") return buildTopUp(ctx, row, situation, wallet);
  const sent = await cosignTopUp(ctx, row, situation, wallet);
  if (sent) await send(ctx, sent, now.height);
}

/** Sends the stored bytes. What the source says is told and decides nothing. */
async function send(ctx: PayoutContext, row: TopUpRow, height: number): Promise<void> {
  await ctx.db.update(topUp).set({ lastSentHeight: height }).where(eq(topUp.id, row.id));
  const detail = `sent; the source says: ${await submitStored(ctx, row)}`;
  await ctx.db.update(topUp).set({ detail }).where(eq(topUp.id, row.id));
}
