import type { OutRef, TxOutput } from "../ports";
import { unless } from "../problems";
import type { Lovelace } from "../units";
import type { ExpectedCollateral, ExpectedInit, ExpectedScripts } from "./expected";
import { showRef } from "./wanted";

/*
 * What of a wallet of ours pays for what, by rules of the verifier's own: whoever builds chooses by other code, and
 * its choice is compared with this one. A wallet is all outputs at an address, as the chain has them.
 */

/** No transaction of ours costs as much. */
const HIGHEST_FEE_LOVELACE: Lovelace = 10_000_000n;
/** Above what is enough, so that one failed script leaves enough. */
const SPARE_LOVELACE: Lovelace = 5_000_000n;
/** For the fee of making a collateral, and its change. */
const MAKING_LOVELACE: Lovelace = 4_000_000n;

/** Covers the highest fee at the protocol's percentage, rounded up. */
const enough = (percent: number): Lovelace => (HIGHEST_FEE_LOVELACE * BigInt(percent) + 99n) / 100n;

const isAda = ({ assets, inlineDatum, referenceScriptHash }: TxOutput): boolean =>
  Object.keys(assets).length === 0 && inlineDatum === null && referenceScriptHash === null;

/** The smallest first; of equal ones by their ref. */
function bySize(a: TxOutput, b: TxOutput): number {
  if (a.lovelace !== b.lovelace) return a.lovelace < b.lovelace ? -1 : 1;
  if (a.ref.txHash !== b.ref.txHash) return a.ref.txHash < b.ref.txHash ? -1 : 1;
  return a.ref.index - b.ref.index;
}

/** The smallest output of ADA alone that is enough; undefined where there is none. */
function collateralIn(wallet: readonly TxOutput[], percent: number): TxOutput | undefined {
  return wallet.filter((output) => isAda(output) && output.lovelace >= enough(percent)).sort(bySize)[0];
}

/**
 * What each output of a deployer is for: the collateral stays, the smallest other makes the pool unique, the largest
 * pays for the scripts, and those between may pay for the pool. Throws where there are fewer than three.
 */
export function deployersIn({ wallet, parameters }: Pick<ExpectedInit, "wallet" | "parameters">) {
  const collateral = collateralIn(wallet, parameters.collateralPercent);
  const ada = wallet.filter(({ assets, referenceScriptHash }) => {
    return Object.keys(assets).length === 0 && referenceScriptHash === null;
  });
  const [seed, ...rest] = ada.filter((output) => output !== collateral).sort(bySize);
  const largest = rest.pop();
  if (!collateral || !seed || !largest) throw new RangeError("the wallet lacks collateral, seed or money");
  return { collateral, seed, largest, between: rest };
}

/** What may pay for locking the scripts, and whether anything else does. */
export function payersOfScripts(expected: ExpectedScripts, refs: readonly string[]) {
  return {
    payers: payers(expected),
    problems: unless(refs.length <= 1, `it spends ${refs.length} outputs, and one is to pay for the scripts`),
  };
}

function payers({ wallet, parameters, pays }: ExpectedScripts): readonly TxOutput[] {
  if (pays.kind === "deployment") return [deployersIn({ wallet, parameters }).largest];
  const begun = wallet.filter(({ ref }) => pays.begun !== null && isSame(ref, pays.begun));
  if (begun.length > 0) return begun;
  const collateral = collateralIn(wallet, parameters.collateralPercent);
  return wallet.filter((output) => output !== collateral && isAda(output) && output.datumHash === null);
}

const isSame = (a: OutRef, b: OutRef) => showRef(a) === showRef(b);

/** How large a new collateral is, and what pays for it: the largest outputs, and no more of them than it takes. */
export function newCollateral({ wallet, parameters }: Pick<ExpectedCollateral, "wallet" | "parameters">) {
  const { collateralPercent } = parameters;
  if (collateralIn(wallet, collateralPercent)) throw new RangeError("the wallet has a collateral already");
  const lovelace = enough(collateralPercent) + SPARE_LOVELACE;
  const payers: TxOutput[] = [];
  let held = 0n;
  const usable = wallet.filter(({ referenceScriptHash }) => referenceScriptHash === null);
  for (const output of usable.sort((a, b) => (a.lovelace === b.lovelace ? 0 : a.lovelace < b.lovelace ? 1 : -1))) {
    if (held >= lovelace + MAKING_LOVELACE) break;
    held += output.lovelace;
    payers.push(output);
  }
  return { lovelace, payers };
}
