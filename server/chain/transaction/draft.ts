import { addressToBytes, parseAddressBytes } from "@/server/domain/cardano/address";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex, Lovelace, Slot } from "@/server/domain/units";
import type { OutputDraft } from "./cml";
import type { ExUnits } from "./fee";

/** One script run: its purpose (an output spent, a policy that mints, an account), its redeemer, its cost. */
export type RedeemerDraft = {
  readonly purpose:
    | { readonly kind: "spend"; readonly ref: OutRef }
    | { readonly kind: "mint"; readonly policyId: Hex }
    | { readonly kind: "reward"; readonly account: string };
  readonly data: Hex;
  readonly units: ExUnits;
};

/** A transaction before it is bytes. Everything in it is decided; nothing is added when it is written. */
export type TransactionDraft = {
  readonly inputs: readonly TxOutput[];
  readonly referenceInputs: readonly TxOutput[];
  readonly outputs: readonly OutputDraft[];
  readonly feeLovelace: Lovelace;
  /** First slot in which it is valid, and first in which it no longer is. */
  readonly validFromSlot: Slot | null;
  readonly validUntilSlot: Slot;
  /** Quantities by unit; all policies are scripts with a redeemer. */
  readonly mint: Readonly<Record<AssetUnit, bigint>>;
  /** From the reward accounts of scripts, each with a redeemer. */
  readonly withdrawals: readonly WithdrawalDraft[];
  /** Hashes of scripts whose reward accounts are opened. */
  readonly registrations: readonly Hex[];
  readonly signatories: readonly Hex[];
  readonly redeemers: readonly RedeemerDraft[];
  /** Null where no script runs. The return output is made from what is left. */
  readonly collateral: { readonly output: TxOutput; readonly totalLovelace: Lovelace } | null;
};

/** A transaction that only moves value. */
export const NOTHING_ELSE = {
  referenceInputs: [],
  validFromSlot: null,
  mint: {},
  withdrawals: [],
  registrations: [],
  signatories: [],
  redeemers: [],
  collateral: null,
} as const satisfies Partial<TransactionDraft>;

/** `account` is a reward address. The ledger wants all that the account holds. */
export type WithdrawalDraft = { readonly account: string; readonly lovelace: Lovelace };

/** Key hashes whose signatures the ledger demands: those named, and the owners of inputs and collateral. */
export function requiredSigners(draft: TransactionDraft): Hex[] {
  const spent = [...draft.inputs, ...(draft.collateral ? [draft.collateral.output] : [])];
  const owners = spent.flatMap(({ address }) => {
    const parsed = parseAddressBytes(addressToBytes(address));
    const hasPayment = !("problem" in parsed) && parsed.kind !== "byron" && parsed.kind !== "reward";
    return hasPayment && parsed.payment.kind === "key" ? [parsed.payment.hash] : [];
  });
  return [...new Set([...draft.signatories, ...owners])].sort();
}

/** The output as it is once the transaction has landed. */
export function madeOutput(txHash: Hex, index: number, output: OutputDraft): TxOutput {
  const { address, lovelace, assets, inlineDatum, referenceScript } = output;
  const referenceScriptHash = referenceScript?.hash ?? null;
  return {
    ref: { txHash, index },
    address,
    lovelace,
    assets,
    inlineDatum,
    datumHash: null,
    referenceScriptHash,
  };
}
