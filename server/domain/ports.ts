import type { PrizeAsset } from "./contract/types";
import type { AssetUnit, Height, Hex, Lovelace, PosixMs, Slot } from "./units";

/*
 * What the domain needs from the outside world. Implementations live in server/chain and server/signing;
 * services receive them in their context and never import one.
 */

export type BlockHeader = {
  readonly hash: Hex;
  readonly height: Height;
  readonly slot: Slot;
  readonly previousHash: Hex | null;
  readonly timeMs: PosixMs;
};

export type OutRef = { readonly txHash: Hex; readonly index: number };

export type TxOutput = {
  readonly ref: OutRef;
  /** As the source writes it: bech32 (Shelley) or base58 (Byron). */
  readonly address: string;
  readonly lovelace: Lovelace;
  readonly assets: Readonly<Record<AssetUnit, bigint>>;
  /** CBOR of an inline datum. */
  readonly inlineDatum: Hex | null;
  readonly datumHash: Hex | null;
  readonly referenceScriptHash: Hex | null;
};

export type ChainTransaction = {
  readonly hash: Hex;
  readonly block: Pick<BlockHeader, "hash" | "height" | "slot" | "timeMs">;
  readonly indexInBlock: number;
  /** False when phase 2 failed: then only its collateral was spent and `outputs` is the collateral return. */
  readonly valid: boolean;
  /** Outputs that this transaction really spent (the collateral if it is not valid). */
  readonly inputs: readonly TxOutput[];
  /** Outputs that this transaction really made. */
  readonly outputs: readonly TxOutput[];
};

/** Where in the chain a transaction is, as known from a header and a `TransactionRef`. */
export type TransactionPlace = Pick<ChainTransaction, "block" | "indexInBlock">;

/** A transaction known to concern an address or an asset, before its details are read. */
export type TransactionRef = { readonly hash: Hex; readonly height: Height; readonly indexInBlock: number };

/** Facts of a network: all from the source, none from constants. */
export type Genesis = {
  readonly networkMagic: number;
  readonly systemStartMs: PosixMs;
  /** k: no rollback goes deeper (blocks). */
  readonly securityParam: number;
  readonly eras: readonly Era[];
};

/** An era with constant slot length; `start` is relative to the system start. */
export type Era = { readonly startSlot: Slot; readonly startTimeMs: PosixMs; readonly slotLengthMs: number };

export type CostModels = Readonly<Record<"PlutusV1" | "PlutusV2" | "PlutusV3", readonly number[]>>;

export type ProtocolParameters = {
  readonly minFeeA: number;
  readonly minFeeB: number;
  readonly maxTxSize: number;
  readonly maxTxExMem: bigint;
  readonly maxTxExSteps: bigint;
  readonly maxValSize: number;
  readonly priceMem: number;
  readonly priceStep: number;
  readonly coinsPerUtxoByte: bigint;
  readonly collateralPercent: number;
  readonly maxCollateralInputs: number;
  readonly minFeeRefScriptCostPerByte: number;
  /** What registering a reward account takes, and unregistering it gives back. */
  readonly stakeDepositLovelace: Lovelace;
  readonly poolDeposit: bigint;
  readonly protocolMajorVersion: number;
  readonly costModels: CostModels;
};

/**
 * A reward account at the source's tip. Only the whole of its balance can be withdrawn, and only if it is registered.
 */
export type RewardAccount = { readonly isRegistered: boolean; readonly withdrawableLovelace: Lovelace };

/**
 * The answer to a submission. Only `accepted` is good news, and none of them is proof of anything: what
 * happened is read from the chain (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 4).
 */
export type SubmitOutcome =
  | { readonly kind: "accepted" }
  | { readonly kind: "ambiguous"; readonly detail: string }
  /** The server says that the bytes can never be valid. Still looked up on chain before it is believed. */
  | { readonly kind: "rejected"; readonly detail: string };

export interface ChainSource {
  /** For messages and the report: which source this is, without secrets. */
  readonly name: string;
  genesis(): Promise<Genesis>;
  tip(): Promise<BlockHeader>;
  /** Null when the source does not know the block (rolled back, or not yet). */
  block(hashOrHeight: Hex | Height): Promise<BlockHeader | null>;
  /** Up to `limit` blocks after `hash`, oldest first; null when `hash` is not on the source's chain. */
  blocksAfter(hash: Hex, limit: number): Promise<BlockHeader[] | null>;
  /** Transactions that touch the address in blocks fromHeight..toHeight inclusive, oldest first. */
  addressTransactions(address: string, fromHeight: Height, toHeight: Height): Promise<TransactionRef[]>;
  /** The same for an asset. */
  assetTransactions(unit: AssetUnit, fromHeight: Height, toHeight: Height): Promise<TransactionRef[]>;
  /**
   * Null when the source does not know it. Whoever has its place already may give it, and saves a source that
   * reads place and effects apart (Blockfrost) one call in two; it is then answered back unchecked.
   */
  transaction(hash: Hex, place?: TransactionPlace): Promise<ChainTransaction | null>;
  /** The bytes of a transaction that is in a block, witnesses and all; null when the source does not know it. */
  transactionBytes(hash: Hex): Promise<Hex | null>;
  /** Unspent outputs at an address that hold `unit`, or all of them without one. */
  unspentOutputs(address: string, unit?: AssetUnit): Promise<TxOutput[]>;
  /** Addresses that hold the asset now, with quantities. */
  assetHolders(unit: AssetUnit): Promise<{ address: string; quantity: bigint }[]>;
  /** Total supply of the asset; null when it does not exist. */
  assetSupply(unit: AssetUnit): Promise<bigint | null>;
  /** One that was never seen on chain is not registered and holds nothing. */
  rewardAccount(stakeAddress: string): Promise<RewardAccount>;
  /** Double-CBOR-free flat script bytes wrapped once (as in a reference script), and its kind. */
  script(hash: Hex): Promise<{ kind: string; cbor: Hex } | null>;
  parameters(): Promise<ProtocolParameters>;
  submit(tx: Uint8Array): Promise<SubmitOutcome>;
}

/** What is asked of a key that proposes or approves plans: everything that it needs to check the text itself. */
export type PlanSignRequest = {
  readonly act: "propose" | "approve";
  /** The line that is signed (contracts/README.md, "Approvals that a human can read"). */
  readonly text: string;
  /** Canonical JSON of the day's report, from which recipients, batches and totals are computed again. */
  readonly report: string;
  /** What the plan is bound to on chain, which is not in the report. */
  readonly binding: PlanBinding;
};

export type PlanBinding = {
  readonly network: string;
  readonly policyId: Hex;
  readonly nonce: number;
  readonly previousPlan: Hex;
  readonly previousLeft: Hex;
  /** What approval texts call the prize asset; null where prizes are ADA. */
  readonly prizeAsset: PrizeAsset | null;
  readonly deadlineMs: PosixMs;
};

/** A key that signs plans' texts. `publicKey` is 32 bytes, the signature 64 (ed25519), in hex. */
export interface PlanSigner {
  readonly name: string;
  publicKey(): Promise<Hex>;
  /** Throws `SignerRefused` with the signer's own reasons. */
  signPlan(request: PlanSignRequest): Promise<Hex>;
}

/** The operator's hot key: signs transactions that execute what was approved. */
export interface TransactionSigner {
  publicKey(): Hex;
  /** Signature over the transaction's id. */
  signTransactionId(txHash: Hex): Hex;
}

/** Where a report is kept besides the database. Content-addressed: the same hash always holds the same text. */
export interface ReportStore {
  put(hash: Hex, text: string): Promise<void>;
  get(hash: Hex): Promise<string | null>;
}
