import { makeAddress } from "@/server/domain/cardano/address";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import { type DecodedTransaction, decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { networkIdOf } from "@/server/domain/cardano/network";
import { actIn } from "@/server/domain/contract/act-in";
import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { tailDigest } from "@/server/domain/contract/commitment";
import { decodeDatum } from "@/server/domain/contract/datum";
import { readPool } from "@/server/domain/contract/read-pool";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { PrizeAsset } from "@/server/domain/contract/types";
import type { Looked, PoolLook, PoolNow, SignedOnChain } from "@/server/domain/plan/pool-look";
import type { ChainSource, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";
import { ChainSourceError } from "./error";

/** Some two days of mainnet's blocks: who signs for each plan is found in the first stretch. */
const FIRST_STRETCH = 10_000;

/** Looks at a pool by its policy id alone: it is also the hash of the script that the pool's output is at. */
export function lookAtPool(source: ChainSource, networkMagic: number, policyId: Hex): PoolLook {
  const pool = { address: makeAddress(networkIdOf(networkMagic), { kind: "script", hash: policyId }, null), policyId };
  return {
    name: source.name,
    tipMs: () => inWords(async () => ({ ok: true, found: (await source.tip()).timeMs })),
    now: (prizeAsset) => inWords(() => readNow(source, pool, prizeAsset)),
    lastSignedBy: (publicKey) => inWords(() => findLastSigned(source, policyId, publicKey)),
  };
}

/** What a source cannot answer has words. Anything else is a mistake, and thrown. */
async function inWords<T>(look: () => Promise<Looked<T>>): Promise<Looked<T>> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ChainSourceError) return { ok: false, problem: error.message };
    throw error;
  }
}

async function readNow(
  source: ChainSource,
  { address, policyId }: { readonly address: string; readonly policyId: Hex },
  prizeAsset: PrizeAsset | null | "any",
): Promise<Looked<PoolNow>> {
  const tip = await source.tip();
  const token = stateTokenUnit(policyId);
  const outputs = await source.unspentOutputs(address, token);
  const [output] = outputs;
  if (!output || outputs.length > 1) {
    const what = output ? "the pool more than once, which cannot be" : "no pool with this policy id that is open";
    return { ok: false, problem: `${source.name} shows ${what}` };
  }
  const reading = readPool(output, policyId, prizeAsset === "any" ? assetBesides(output, token) : prizeAsset);
  if (!reading.ok) return { ok: false, problem: `${source.name}: ${reading.problem}` };
  const { nonce, plan, status } = reading.pool.datum;
  const left = status.kind === "idle" ? status.left : null;
  return { ok: true, found: { nonce, plan, left, tipMs: tip.timeMs } };
}

function assetBesides({ assets }: TxOutput, token: AssetUnit): Pick<PrizeAsset, "policyId" | "assetName"> | null {
  const [unit] = Object.keys(assets).filter((each) => each !== token);
  return unit === undefined ? null : { policyId: policyIdOf(unit), assetName: assetNameOf(unit) };
}

/** From the newest move back, in stretches that double: a pool of years is not listed whole for its newest plan. */
async function findLastSigned(
  source: ChainSource,
  policyId: Hex,
  publicKey: Hex,
): Promise<Looked<SignedOnChain | null>> {
  let to = (await source.tip()).height;
  for (let stretch = FIRST_STRETCH; to >= 0; stretch *= 2) {
    const from = Math.max(0, to - stretch + 1);
    const moves = await source.assetTransactions(stateTokenUnit(policyId), from, to);
    for (const { hash } of moves.reverse()) {
      const bytes = await source.transactionBytes(hash);
      if (bytes === null) return { ok: false, problem: `${source.name} does not know ${hash}, which it has listed` };
      const read = readMove(bytes, policyId, publicKey);
      if (read === "unreadable") return { ok: false, problem: `${source.name} gives ${hash}, which cannot be read` };
      if (read) return { ok: true, found: read };
    }
    to = from - 1;
  }
  return { ok: true, found: null };
}

function readMove(bytes: Hex, policyId: Hex, publicKey: Hex): SignedOnChain | null | "unreadable" {
  try {
    return signedIn(decodeTransaction(bytes), policyId, publicKey);
  } catch {
    return "unreadable";
  }
}

/** The contract has verified the signatures of an act that is on chain, so that whose they are is enough. */
function signedIn(transaction: DecodedTransaction, policyId: Hex, publicKey: Hex): SignedOnChain | null {
  const act = actIn(transaction);
  if ((act?.kind !== "commit" && act?.kind !== "resume") || !isSignedBy(act, publicKey)) return null;
  const token = stateTokenUnit(policyId);
  const output = transaction.outputs.find(({ assets }) => assets[token] === 1n);
  if (!output?.inlineDatum) return null;
  const { nonce, plan, lastDay: day, status } = decodeDatum(output.inlineDatum);
  if (status.kind !== "paying") return null;
  const { txHash } = transaction;
  const { deadlineMs } = act;
  if (act.kind === "commit") return { txHash, what: "plan", day, digest: plan, nonce, deadlineMs };
  const { commitment: left, remaining, outputs } = status;
  const { settings, batches } = act;
  const rest = { network: settings.network, policyId, nonce, plan, left, day, remaining, outputs, batches };
  return { txHash, what: "resume", day, digest: tailDigest(rest), nonce, deadlineMs };
}

function isSignedBy({ settings, approvals }: CommitRedeemer | ResumeRedeemer, publicKey: Hex): boolean {
  return settings.oracle === publicKey || approvals.some(({ index }) => settings.approvers[index] === publicKey);
}
