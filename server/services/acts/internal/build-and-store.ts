import { and, eq, isNull } from "drizzle-orm";
import { actProposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { BuildError } from "@/server/chain/transaction/build-error";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { newOperatorOf } from "@/server/domain/contract/wanted-act";
import { sayBuildProblem } from "@/server/words/build-problem";
import type { PoolSituation } from "../../day/situation";
import { ServiceError } from "../../errors";
import { holdScan } from "../../hold-chain";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import { IS_ASKED_FOR } from "../../pool/acts-to-send";
import { demandPool } from "../../pool/load-pool";
import { readSpendBasis } from "../../pool/spend-basis";
import { buildAct, type SignedTransaction } from "../../pool-commands/build-act";
import { signAct } from "../../pool-commands/plan-act";
import type { ActRow } from "./act-rows";
import { actSignatures, countedOf } from "./act-signatures";
import { askedOf } from "./asked";
import { planOfRow } from "./fates";
import { recordAct } from "./record-act";
import { sendUntilMs } from "./send-until";

/**
 * Builds an act's transaction on the pool as it stands, checks it from the bytes, and stores it before it is sent. Null
 * if this process has no operator's key; a problem, in words, if it cannot be built. Throws LostRace if another
 * instance was first.
 */
export async function buildAndStore(
  ctx: PayoutContext,
  row: ActRow,
  situation: PoolSituation,
): Promise<ActRow | { readonly problem: string } | null> {
  const made = await tryToBuild(ctx, row, situation);
  if (made === null || "problem" in made) return made;
  const { built, signed } = made;
  const { pool } = situation;
  const stored = await withTransaction(ctx.db, async (tx) => {
    await holdScan(tx);
    await demandPool(tx, pool);
    const isSame = row.txHash === null ? isNull(actProposal.txHash) : eq(actProposal.txHash, row.txHash);
    const [updated] = await tx
      .update(actProposal)
      .set({
        txHash: built.txHash,
        txBytes: signed,
        inputTxHash: pool.output.ref.txHash,
        inputIndex: pool.output.ref.index,
        validUntilSlot: built.validUntilSlot,
        lastBroadcastHeight: null,
        lastOutcome: null,
      })
      .where(and(eq(actProposal.id, row.id), IS_ASKED_FOR, isSame))
      .returning();
    if (!updated) throw new LostRace(`act ${row.id} was withdrawn, or built by another instance`);
    const { txHash, feeLovelace, validUntilSlot } = built;
    const details = { txHash, feeLovelace: `${feeLovelace}`, validUntilSlot };
    await recordAct(tx, row, { verb: "build", actor: "job:advance", details });
    return updated;
  });
  ctx.crashAt("act-stored");
  return stored;
}

async function tryToBuild(
  ctx: PayoutContext,
  row: ActRow,
  situation: PoolSituation,
): Promise<SignedTransaction | { readonly problem: string } | null> {
  try {
    return await build(ctx, row, situation);
  } catch (error) {
    if (error instanceof BuildError) return { problem: `it cannot be built: ${sayBuildProblem(error.problem)}` };
    if (error instanceof ServiceError) return { problem: error.message };
    throw error;
  }
}

async function build(
  ctx: PayoutContext,
  row: ActRow,
  { pool, now, operations }: PoolSituation,
): Promise<SignedTransaction | null> {
  const { operator } = ctx;
  if (!operator) return null;
  const plan = planOfRow(row, pool);
  const counted = countedOf(await actSignatures(ctx.db, [row.text]), askedOf(row, pool).all);
  const { redeemer, missing } = signAct({ settings: pool.settings }, plan, counted);
  if (missing.length > 0) throw new ServiceError("conflict", missing.join("; "));
  const basis = await readSpendBasis(ctx.source, pool.row, operator);
  const spend: SpendTerms = {
    ...basis,
    pool,
    prizeAsset: pool.settings.prizeAsset,
    validFromSlot: null,
    validUntilSlot: msToSlot(basis.chain.slots, sendUntilMs(row, operations)),
  };
  return signedBy(plan.wanted, () => buildAct(spend, redeemer, [operator], now.slot));
}

/** A new operator signs the transaction itself, and this process has one key. */
async function signedBy(
  wanted: ReturnType<typeof planOfRow>["wanted"],
  make: () => Promise<SignedTransaction>,
): Promise<SignedTransaction> {
  const operator = newOperatorOf(wanted);
  try {
    return await make();
  } catch (error) {
    if (operator === null || !(error instanceof ServiceError) || error.code !== "bad-input") throw error;
    throw new ServiceError(
      "unavailable",
      `the new operator ${operator} must sign the transaction, and the engine has another key. Run npm run pool -- set-operator ${operator} --key FILE --execute with its key: it takes the signatures gathered here. Or start the engine with it (OPERATOR_KEY_FILE)`,
    );
  }
}
