import { closeDatabase, type Database } from "@/db/client";
import { errorCode } from "@/db/errors";
import { withTransaction } from "@/db/transaction";
import { ChainSourceError } from "@/server/chain/sources/error";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { readPool } from "@/server/domain/contract/read-pool";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { ChainSource } from "@/server/domain/ports";
import { createPayoutContext } from "@/server/engine/context";
import type { Env } from "@/server/env";
import { startKey } from "@/server/services/audit/start-key";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { opensSealed } from "@/server/services/people/reseal";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { commandActor } from "../actor";
import { inWords } from "../command";

/** What comes and goes by itself; all else that keeps a file from being written does not. */
const PASSING = new Set(["ENOSPC", "EDQUOT"]);

/** Fails where this installation can never pay as it is set up. What may pass is told, and it starts anyway. */
export async function checkInstallation(settings: Env): Promise<void> {
  const ctx = await createPayoutContext(settings);
  try {
    await checkAuditKey(ctx);
    await checkSealingKey(ctx, settings);
    await checkReports(ctx, settings.REPORT_DIR);
    await checkOperator(ctx);
  } finally {
    await closeDatabase(ctx.db);
  }
}

/** A new one takes over before anything else happens; one that was replaced does not start. */
async function checkAuditKey({ db }: PayoutContext): Promise<void> {
  await withTransaction(db, (tx) => startKey(tx, commandActor()));
}

/** Starts all the same: payments need no console, and a key that is lost stays lost. */
async function checkSealingKey({ db }: PayoutContext, { SEALING_KEY, SEALING_KEY_OLD }: Env): Promise<void> {
  if (await opensSealed(db, makeSecretBox(SEALING_KEY, SEALING_KEY_OLD))) return;
  console.error(
    "SEALING_KEY opens none of the second factors that are stored: nobody can sign in. Set it to the value that they " +
      "were sealed with, or that value as SEALING_KEY_OLD.\nStarting anyway. Days are read and paid meanwhile.",
  );
}

async function checkReports({ reportStore }: PayoutContext, directory: string): Promise<void> {
  try {
    await reportStore.tryOut();
  } catch (error) {
    const said = `Reports cannot be written to ${directory} (REPORT_DIR): ${inWords(error)}.`;
    if (!PASSING.has(errorCode(error) ?? "")) {
      throw new Error(`${said} Name a folder that this user may write to.`);
    }
    console.error(`${said}\nStarting anyway. No day is paid before there is room.`);
  }
}

/** By the chain as it is now: our own scan may be old, and not know of a new operator yet. */
async function checkOperator({ db, source, operator }: PayoutContext): Promise<void> {
  if (!operator) return;
  const own = keyHashOf(operator.publicKey());
  try {
    const known = await operatorOnChain(db, source);
    if (known === null || known === own) return;
    throw new Error(
      `OPERATOR_KEY_FILE holds the key with the hash ${own}, but the pool's operator on chain is ${known}. ` +
        "Name that key's file, or first have the approvers sign the change: npm run pool -- set-operator " +
        `${own} --key FILE`,
    );
  } catch (error) {
    if (!(error instanceof ChainSourceError)) throw error;
    console.error(`Whether the operator's key is the pool's could not be checked: ${inWords(error)}`);
  }
}

/** Null where there is no pool yet, or it is closed. */
async function operatorOnChain(db: Database, source: ChainSource): Promise<string | null> {
  const pool = await loadPoolRow(db);
  if (!pool) return null;
  const { address, policyId } = pool.row;
  const [output] = await source.unspentOutputs(address, stateTokenUnit(policyId));
  const reading = output ? readPool(output, policyId, pool.settings.prizeAsset) : null;
  return reading?.ok ? reading.pool.datum.operator : null;
}
