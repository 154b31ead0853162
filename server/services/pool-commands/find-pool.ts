import { makePoolScript, type PoolScript } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import type { DecodedTransaction } from "@/server/domain/cardano/decode-transaction";
import { networkIdOf } from "@/server/domain/cardano/network";
import { slotConfigOf } from "@/server/domain/cardano/slot-clock";
import { actIn } from "@/server/domain/contract/act-in";
import { settingsAfter } from "@/server/domain/contract/change";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import { ShapeError } from "@/server/domain/contract/shape";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { Settings } from "@/server/domain/contract/types";
import type { BlockHeader, ChainSource, TransactionRef } from "@/server/domain/ports";
import type { Hex, Lovelace } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { findReferences } from "../pool/find-references";
import type { References } from "../pool/look-at-reference";
import { findSettings, readTransactionBody } from "../pool/read-act";
import { usableReferences } from "../pool/usable-references";

/** A pool as the chain alone shows it, without our database; its references as they stand, whoever made them. */
export type SeenPool = {
  readonly script: PoolScript;
  readonly references: References;
  /** Null if the account is not registered: then no act can be sent. */
  readonly rewardsLovelace: Lovelace | null;
  /** The settings in force. */
  readonly settings: Settings;
  /** The settings at its creation. */
  readonly firstSettings: Settings;
  /** Null if it is closed. */
  readonly pool: PoolState | null;
  /** The transaction that created it. */
  readonly made: TransactionRef;
  /** All transactions that moved it, oldest first. */
  readonly transactions: readonly Hex[];
  readonly chain: ChainTerms;
  readonly networkMagic: number;
  readonly tip: BlockHeader;
};

/** One whose acts can be built. */
export type FoundPool = SeenPool & { readonly referenceScripts: ReferenceScripts };

/** One whose references can be used. Throws ServiceError that says what is wrong with them, and what to do. */
export async function findPool(source: ChainSource, policyId: Hex): Promise<FoundPool> {
  return demandReferences(await seePool(source, policyId));
}

/** Throws ServiceError that says what is wrong with the references, and what to do. */
export function demandReferences(seen: SeenPool): FoundPool {
  return { ...seen, referenceScripts: usableReferences(seen.references) };
}

/**
 * Finds a pool by its policy id: the state token's own history gives seed, scripts and settings. Throws a readable
 * ServiceError if there is no such pool, it belongs to another version of the contract, or it is damaged.
 */
export async function seePool(source: ChainSource, policyId: Hex): Promise<SeenPool> {
  try {
    return await readSeenPool(source, policyId);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    // The contract takes numbers that nothing can be calculated with.
    throw new ServiceError(
      "unavailable",
      `the pool ${policyId} cannot be used: ${error.message}, which no pool made by this product has`,
    );
  }
}

async function readSeenPool(source: ChainSource, policyId: Hex): Promise<SeenPool> {
  const [genesis, parameters, tip] = await Promise.all([source.genesis(), source.parameters(), source.tip()]);
  const token = stateTokenUnit(policyId);
  const refs = await source.assetTransactions(token, 0, tip.height);
  const { made, init, firstSettings } = await findInit(source, policyId, refs);
  const script = scriptFrom(init, policyId, networkIdOf(genesis.networkMagic));
  const transactions = refs.map(({ hash }) => hash);
  const [output] = await source.unspentOutputs(script.address, token);
  const reading = output ? readPool(output, policyId, firstSettings.prizeAsset) : null;
  if (reading && !reading.ok) throw new ServiceError("unavailable", reading.problem);
  const pool = reading?.pool ?? null;
  const settings = pool
    ? await findSettings(source, [...transactions].reverse(), pool.datum.settingsHash)
    : firstSettings;
  if (!settings) throw new ServiceError("unavailable", "no transaction of the pool reveals its settings");
  const account = await source.rewardAccount(script.governor.account);
  return {
    script,
    references: await findReferences(source, init.referenceInputs, script),
    rewardsLovelace: account.isRegistered ? account.withdrawableLovelace : null,
    settings,
    firstSettings,
    pool,
    made,
    transactions,
    chain: { parameters, slots: slotConfigOf(genesis) },
    networkMagic: genesis.networkMagic,
    tip,
  };
}

/** The transaction that made the pool: in the first block with any, where others may have followed at once. */
async function findInit(source: ChainSource, policyId: Hex, refs: readonly TransactionRef[]) {
  const [first] = refs;
  if (!first) {
    throw new ServiceError(
      "not-found",
      `there is no pool ${policyId} on this chain: its state token was never minted. Is this the right network?`,
    );
  }
  for (const made of refs.filter(({ height }) => height === first.height)) {
    const init = await readTransactionBody(source, made.hash);
    const act = actIn(init);
    if (act?.kind === "init") return { made, init, firstSettings: settingsAfter(act) };
  }
  throw new ServiceError("unavailable", `${first.hash} did not make a pool`);
}

/** The seed is the input that makes our contract's hash this policy. */
function scriptFrom({ inputs }: DecodedTransaction, policyId: Hex, networkId: 0 | 1): PoolScript {
  for (const seed of inputs) {
    const script = makePoolScript(seed, networkId);
    if (script.policyId === policyId) return script;
  }
  throw new ServiceError(
    "unavailable",
    `the pool ${policyId} was not created by this version's contract: run the version that deployed it`,
  );
}
