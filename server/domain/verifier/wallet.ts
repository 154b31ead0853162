import type { Amount } from "../contract/amount";
import type { TxOutput } from "../ports";
import { addressHex, scriptAccount } from "./addresses";
import type { ExpectedDeposit, ExpectedInit } from "./expected";
import { signersOf } from "./want-spend";
import { assetsOf, references, showRef, type WantedOutput } from "./wanted";

/* What somebody's wallet pays for a transaction, and gets back: all that is left. */

export function governed(expected: ExpectedDeposit | ExpectedInit) {
  const { networkId, governorHash, rewardsLovelace } = expected;
  return {
    ...references(expected, true),
    opened: [],
    withdrawals: [`${scriptAccount(networkId, governorHash)}: ${rewardsLovelace}`],
  };
}

/** Of what no script judges: the wallet pays and signs, and nothing else happens. */
export function paidBy({ refs, outputs, problems }: ReturnType<typeof take>) {
  return {
    inputs: refs,
    opened: [],
    withdrawals: [],
    mint: new Map(),
    signatories: [],
    referenceInputs: [],
    referenceBytes: 0,
    redeemers: [],
    signers: signersOf(
      [],
      outputs.map(({ address }) => address),
    ),
    problems,
  };
}

/** What of the wallet is spent: at least one output, each known, and none with a script, which would cost more. */
export function take(funding: readonly TxOutput[], refs: readonly string[]) {
  const outputs = funding.filter(({ ref, referenceScriptHash }) => {
    return referenceScriptHash === null && refs.includes(showRef(ref));
  });
  const known = outputs.map(({ ref }) => showRef(ref));
  const strange = refs.filter((ref) => !known.includes(ref));
  return {
    outputs,
    refs: known,
    problems: [
      ...strange.map((ref) => `the input ${ref} is none that may pay for it`),
      ...(outputs.length === 0 ? ["no input pays for it"] : []),
    ],
  };
}

/** All that was in the inputs, less what it costs. */
export function change(
  { changeAddress }: { readonly changeAddress: string },
  spent: readonly TxOutput[],
  cost: Amount,
  asset: { readonly policyId: string; readonly assetName: string } | null,
): WantedOutput {
  const assets = new Map<string, bigint>();
  const add = (unit: string, quantity: bigint) => assets.set(unit, (assets.get(unit) ?? 0n) + quantity);
  for (const output of spent) for (const [unit, quantity] of Object.entries(output.assets)) add(unit, quantity);
  for (const [unit, quantity] of assetsOf(asset, cost.tokens)) add(unit, -quantity);
  return {
    what: "the change",
    address: addressHex(changeAddress),
    lovelace: spent.reduce((sum, { lovelace }) => sum + lovelace, -cost.lovelace),
    assets: new Map([...assets].filter(([, quantity]) => quantity !== 0n)),
    datum: null,
    scriptHash: null,
  };
}
