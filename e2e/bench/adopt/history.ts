import { buildCommit } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { BuiltSpend, SpendTerms } from "@/server/chain/pool/spend-terms";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { parseAddress } from "@/server/domain/cardano/address";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import { orderApprovals } from "@/server/domain/contract/approval";
import type { Settings } from "@/server/domain/contract/types";
import { dayEndMs } from "@/server/domain/day/calendar";
import { identityOf } from "@/server/domain/identity";
import { sum } from "@/server/domain/integers";
import type { BoundPlan } from "@/server/domain/plan/sign-request";
import type { Manifest } from "@/server/domain/report/manifest";
import type { Snapshot } from "@/server/domain/rewards/snapshot";
import { type LivePool, loadLivePool } from "@/server/services/pool/load-pool";
import { termsOfPool } from "@/server/services/pool/pool-terms";
import { bindingOf } from "@/server/services/pool/signed-state";
import { readSpendBasis, type SpendBasis } from "@/server/services/pool/spend-basis";
import { rulesInForce } from "@/server/services/settings-in-force";
import { createOperator } from "@/server/signing/operator";
import { APPROVER_KEYS, OPERATOR_KEY, ORACLE_KEY, signText } from "@/server/testing/services/keys";
import { mineUntil, scan } from "@/server/testing/services/steps";
import type { World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS, PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { planDay, type Terms } from "./plan-day";

const DEADLINE_MS = 15 * 60_000;
/** Far more than a day of the largest size takes. */
const MOST_BLOCKS = 50;

const operator = createOperator(OPERATOR_KEY);

/** What is the same on every day. */
type Shared = {
  readonly basis: SpendBasis;
  readonly terms: Terms;
  readonly held: Pick<Snapshot, "supply" | "holdings" | "participation">;
};

/**
 * Days that were committed and paid, without an engine that lived through them, which takes seconds a day. Reports,
 * signatures and transactions are made by the same code as the engine's, and the devnet has run every script. A year of
 * them has no further plays and no moves of tokens: `bench:scan` measures what reading those takes.
 */
export class History {
  private previous: Manifest["previous"] = { kind: "checkpoint", name: "the bench's first day" };
  private nextDay: number;

  private constructor(
    private readonly world: World,
    private readonly shared: Shared,
    private pool: LivePool,
  ) {
    this.nextDay = world.firstDay;
  }

  static async of(world: World): Promise<History> {
    const { ctx, potLovelace } = world;
    await scan(world);
    const [pool, inForce] = [await loadLivePool(ctx.db), await rulesInForce(ctx.db)];
    if (!pool || !inForce) throw new Error("the world has no pool");
    const basis = await readSpendBasis(ctx.source, pool.row, operator);
    const terms = {
      rules: inForce.rules,
      pool: termsOfPool(pool),
      poolScript: basis.script.hash,
      coinsPerUtxoByte: basis.chain.parameters.coinsPerUtxoByte,
      freePoolLovelace: potLovelace,
    };
    const holdings = await ctx.source.assetHolders(PRIZE_ASSET);
    const supply = sum(holdings.map(({ quantity }) => quantity));
    const held = { supply, holdings, participation: played(world) };
    return new History(world, { basis, terms, held }, pool);
  }

  /** Lets so many more days pass, each with a report and all its payments in blocks. */
  async live(days: number): Promise<void> {
    for (let day = 0; day < days; day++) await this.liveDay(this.nextDay++);
  }

  private async liveDay(dayIndex: number): Promise<void> {
    const { world, shared } = this;
    const { control, ctx } = world;
    const endMs = dayEndMs(dayIndex, INTERVAL_MS);
    await mineUntil(world, endMs - BLOCK_MS);
    const { hash, height, slot, timeMs } = await ctx.source.tip();
    await mineUntil(world, endMs + BLOCK_MS);
    const nowMs = (await control.state()).tip.timeMs;
    const binding = bindingOf(this.pool, nowMs + DEADLINE_MS);
    const snapshot = { dayIndex, block: { hash, height, slot, timeMs }, ...shared.held };
    const { plan, batches } = await planDay(world, shared.terms, { snapshot, previous: this.previous, binding });
    const { settings } = this.pool;
    const commit = commitOf(plan, settings, binding.deadlineMs);
    // The pool counts its gap to the next Commit from the end of this one's time.
    await this.send(buildCommit(this.spendTerms(nowMs, nowMs + INTERVAL_MS / 2), commit));
    for (const batch of batches) await this.send(buildPay(this.spendTerms(nowMs, binding.deadlineMs), batch));
    const end = { kind: "paid", plan: plan.plan } as const;
    this.previous = { kind: "report", dayIndex, hash: plan.reportHash, end };
    for (let blocks = 0; (await control.mine(1)).mempool.length > 0; blocks++) {
      if (blocks > MOST_BLOCKS) throw new Error(`day ${dayIndex} is not in ${MOST_BLOCKS} blocks`);
    }
  }

  private spendTerms(fromMs: number, untilMs: number): SpendTerms {
    const { pool } = this;
    const { basis } = this.shared;
    const slotAt = (timeMs: number) => msToSlot(basis.chain.slots, timeMs);
    const { prizeAsset } = pool.settings;
    return { ...basis, pool, prizeAsset, validFromSlot: slotAt(fromMs), validUntilSlot: slotAt(untilMs) };
  }

  private async send({ cbor, txHash, nextPool }: BuiltSpend): Promise<void> {
    const signature = { publicKey: operator.publicKey(), signature: operator.signTransactionId(txHash) };
    const outcome = await this.world.ctx.source.submit(Buffer.from(signTransaction(cbor, [signature]), "hex"));
    if (outcome.kind !== "accepted") throw new Error(`${txHash} is ${outcome.kind}: ${outcome.detail}`);
    this.pool = { ...this.pool, ...nextPool };
  }
}

/** Everybody who plays has played once. */
function played({ players }: World): Snapshot["participation"] {
  return players.flatMap(({ wallet, plays }) => {
    const address = parseAddress(wallet.address);
    const identity = "problem" in address ? null : identityOf(address);
    return plays && identity !== null ? [{ identity, plays: 1, playsInWindow: 1 }] : [];
  });
}

function commitOf(
  { day, firstCommitment, reportHash, total, outputs, batches, texts }: BoundPlan,
  settings: Settings,
  deadlineMs: number,
): CommitRedeemer {
  const signed = APPROVER_KEYS.map((key) => ({ publicKey: key.publicKey, envelope: signText(key, texts.approve) }));
  return {
    ...{ kind: "commit", settings, day, firstCommitment, reportHash, total, outputs, batches, deadlineMs },
    oracleSignature: signText(ORACLE_KEY, texts.propose).signature,
    approvals: orderApprovals(signed, settings.approvers).slice(0, settings.threshold),
  };
}
