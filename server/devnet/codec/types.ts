import type { AddressInfo } from "./address";

export type OutRef = { readonly txHash: string; readonly index: number };

export type ScriptType = "timelock" | "plutusV1" | "plutusV2" | "plutusV3";

/** `bytes` are hashed after the language's prefix byte; for Plutus they are the flat script wrapped in CBOR once. */
export type Script = { readonly hash: string; readonly type: ScriptType; readonly bytes: Uint8Array };

export type Output = {
  readonly ref: OutRef;
  readonly address: AddressInfo;
  readonly lovelace: bigint;
  /** Policy id followed by the asset name, both in hex. */
  readonly assets: ReadonlyMap<string, bigint>;
  /** Hash of the datum, inline or not. */
  readonly datumHash: string | null;
  readonly inlineDatum: Uint8Array | null;
  readonly script: Script | null;
  /** As received in the transaction; given back to the ledger for evaluation. */
  readonly raw: Uint8Array;
};

export type RedeemerPurpose = "spend" | "mint" | "cert" | "reward" | "vote" | "propose";

export type Redeemer = {
  readonly purpose: RedeemerPurpose;
  readonly index: number;
  readonly data: Uint8Array;
  readonly mem: bigint;
  readonly steps: bigint;
  /** Null for what the devnet does not resolve (votes and proposals). */
  readonly scriptHash: string | null;
};

/** The parts of a certificate that the account endpoints need. `kind` is the number of the ledger's CDDL. */
export type Certificate = {
  readonly kind: number;
  readonly stake: { readonly hash: string; readonly script: boolean } | null;
  readonly pool: string | null;
  /** The CIP-129 id, or drep_always_abstain or drep_always_no_confidence. */
  readonly drep: string | null;
  readonly depositLovelace: bigint;
};

export type Transaction = {
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** The is_valid flag: false if the author says that a script fails. */
  readonly valid: boolean;
  readonly inputs: readonly OutRef[];
  readonly collateral: readonly OutRef[];
  readonly referenceInputs: readonly OutRef[];
  readonly outputs: readonly Output[];
  readonly collateralReturn: Output | null;
  readonly feeLovelace: bigint;
  readonly invalidBefore: bigint | null;
  readonly invalidHereafter: bigint | null;
  readonly mint: ReadonlyMap<string, bigint>;
  readonly withdrawals: readonly { readonly address: AddressInfo; readonly lovelace: bigint }[];
  readonly certificates: readonly Certificate[];
  readonly redeemers: readonly Redeemer[];
  readonly requiredSigners: readonly string[];
  readonly datums: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
  readonly scripts: readonly Script[];
  readonly metadata: readonly { readonly label: string; readonly json: unknown; readonly raw: Uint8Array }[];
  readonly donationLovelace: bigint;
};

export function refKey(ref: OutRef): string {
  return `${ref.txHash}#${ref.index}`;
}
