import type { PrizeAsset } from "./contract/types";
import type { AssetUnit, DayIndex, Height, Hex, Lovelace, PosixMs, Slot } from "./units";

/*
 * What the domain needs from outside. Implementations are in server/chain and server/signing; services get them in
 * their context and never import one.
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

/** An output that a transaction spent; who held it and how much is known only where it had to be. */
export type SpentOutput = {
  readonly ref: OutRef;
  readonly output: Pick<TxOutput, "address" | "lovelace"> | null;
};

/** What a transaction really did, from its bytes: where it is not valid, its collateral and the return of it. */
export type ChainTransaction = {
  readonly hash: Hex;
  readonly block: Pick<BlockHeader, "hash" | "height" | "slot" | "timeMs">;
  /** False when phase 2 failed: then only its collateral was spent and `outputs` is the collateral return. */
  readonly valid: boolean;
  readonly inputs: readonly SpentOutput[];
  readonly outputs: readonly TxOutput[];
  /** Quantities by unit, negative where tokens were burnt. */
  readonly mint: Readonly<Record<AssetUnit, bigint>>;
  /** Null where the ledger does not write it down (Byron). */
  readonly feeLovelace: Lovelace | null;
  readonly withdrawnLovelace: Lovelace;
  /** Deposits went in or out: inputs and withdrawals are then not what outputs and fee sum to. */
  readonly movesDeposits: boolean;
};

/** Where in the chain a transaction is and whether its scripts succeeded: the source's word. */
export type TransactionPlace = {
  readonly blockHash: Hex;
  readonly height: Height;
  readonly slot: Slot;
  readonly timeMs: PosixMs;
  readonly valid: boolean;
};

/** A transaction that the source lists for an address or an asset. */
export type TransactionRef = {
  readonly hash: Hex;
  readonly height: Height;
  /** Of its block, in whole seconds, where the list tells. */
  readonly timeSeconds?: number | undefined;
};

/** What the asker knows of a block besides its hash: some servers find blocks only by it. A wrong one does no harm. */
export type BlockHint = Partial<Pick<BlockHeader, "height" | "slot">>;

/** Facts of a network, all from the source and none from constants. */
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
  /** What registering a reward account costs; unregistering returns it. */
  readonly stakeDepositLovelace: Lovelace;
  readonly poolDeposit: bigint;
  readonly protocolMajorVersion: number;
  readonly costModels: CostModels;
};

/** A reward account at the source's tip. If registered, its whole balance can be withdrawn, and only the whole. */
export type RewardAccount = { readonly isRegistered: boolean; readonly withdrawableLovelace: Lovelace };

/**
 * The answer to a submission. Only `accepted` is good news, and none proves anything: what happened is read from the
 * chain (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 4).
 */
export type SubmitOutcome =
  | { readonly kind: "accepted" }
  | { readonly kind: "ambiguous"; readonly detail: string }
  /** The server says that the bytes can never be valid. Checked on chain before it is believed. */
  | { readonly kind: "rejected"; readonly detail: string };

/** Kinds of chain servers. Two of one kind share their mistakes: a second opinion comes from another one. */
export type SourceKind = "blockfrost" | "kupo" | "koios" | "graphql";

/**
 * What every kind of server can tell: enough to hold against what was read elsewhere, not enough to follow a chain,
 * which takes bytes.
 */
export interface ChainWitness {
  /** The source's name for messages and the report, without secrets. */
  readonly name: string;
  readonly kind: SourceKind;
  /** Without eras where the server does not tell them. */
  genesis(): Promise<Pick<Genesis, "networkMagic">>;
  tip(): Promise<BlockHeader>;
  /** Null if the source does not know the block (rolled back, or not yet). */
  block(hashOrHeight: Hex | Height, hint?: BlockHint): Promise<BlockHeader | null>;
  /** Transactions that touch the address in blocks fromHeight..toHeight inclusive, by height and then hash. */
  addressTransactions(address: string, fromHeight: Height, toHeight: Height): Promise<TransactionRef[]>;
  /** The same for an asset. */
  assetTransactions(unit: AssetUnit, fromHeight: Height, toHeight: Height): Promise<TransactionRef[]>;
  /** Null when the source knows no such transaction in a block. */
  transactionPlace(hash: Hex): Promise<TransactionPlace | null>;
  /**
   * Unspent outputs at an address that hold `unit`, or all if it is not given. Reading may end once there are more than
   * `most`: an answer that is longer is not all.
   */
  unspentOutputs(address: string, unit?: AssetUnit, most?: number): Promise<TxOutput[]>;
  /** Addresses that hold the asset now, with quantities. */
  assetHolders(unit: AssetUnit): Promise<{ address: string; quantity: bigint }[]>;
  /** Total supply of the asset; null if it does not exist. */
  assetSupply(unit: AssetUnit): Promise<bigint | null>;
  /** Broadcasts the exact bytes once. Null where the server has no way to take them. */
  readonly submit: ((tx: Uint8Array) => Promise<SubmitOutcome>) | null;
}

/** A source that the whole product can work with. */
export interface ChainSource extends ChainWitness {
  genesis(): Promise<Genesis>;
  /** Up to `limit` blocks after `hash`, oldest first; null if `hash` is not on the source's chain. */
  blocksAfter(hash: Hex, limit: number, hint?: BlockHint): Promise<BlockHeader[] | null>;
  /** Ids of all transactions of a block; null when the source does not know the block. */
  blockTransactions(blockHash: Hex, hint?: BlockHint): Promise<Hex[] | null>;
  /** The whole bytes of a transaction in a block, its id verified; null when the source does not know it. */
  transactionBytes(hash: Hex): Promise<Hex | null>;
  /** An account that was never seen on chain is not registered and holds nothing. */
  rewardAccount(stakeAddress: string): Promise<RewardAccount>;
  /** Double-CBOR-free flat script bytes wrapped once (as in a reference script), and its kind. */
  script(hash: Hex): Promise<{ kind: string; cbor: Hex } | null>;
  parameters(): Promise<ProtocolParameters>;
  submit(tx: Uint8Array): Promise<SubmitOutcome>;
}

/** A report as it is stored or sent: its manifest's text, and the texts of its parts in the manifest's order. */
export type ReportTexts = { readonly manifest: string; readonly parts: () => AsyncIterable<string> };

/** A request to a key that proposes or approves plans, with everything needed to check the text. */
export type PlanSignRequest = {
  readonly act: "propose" | "approve";
  /** A plan that the report makes; or the rest of the pool's last plan, which was made from this report, once more. */
  readonly what: "plan" | "resume";
  /** The line that is signed (contracts/README.md, "Approvals that a human can read"). */
  readonly text: string;
  /** The day's report, from whose lines batches, commitments and totals are computed again. */
  readonly report: ReportTexts;
  /** What the plan is bound to on chain, which is not in the report. */
  readonly binding: PlanBinding;
};

export type PlanBinding = {
  readonly network: string;
  readonly policyId: Hex;
  readonly nonce: number;
  readonly previousPlan: Hex;
  readonly previousLeft: Hex;
  /** The prize asset's name in approval texts; null if prizes are ADA. */
  readonly prizeAsset: PrizeAsset | null;
  readonly deadlineMs: PosixMs;
};

/** A state of the pool that something is signed for; the signer knows which pool. */
export type PoolStateOfPlan = Pick<PlanBinding, "nonce" | "previousPlan" | "previousLeft">;

/** What a signer has signed for a state of the pool: the digest of a plan or of a Resume, and of which report. */
export type HeldPlan = {
  readonly day: DayIndex;
  readonly digest: Hex;
  readonly reportHash: Hex;
  /** The latest that was signed. */
  readonly deadlineMs: PosixMs;
};

/** A key that signs plans' texts. `publicKey` is 32 bytes, the signature 64 (ed25519), in hex. */
export interface PlanSigner {
  readonly name: string;
  publicKey(): Promise<Hex>;
  /** Of the software of another process; null where that does not say. */
  version?(): Promise<string | null>;
  /** What it would refuse anything else for; null if it has signed nothing for that state, or has let it go. */
  held(state: PoolStateOfPlan): Promise<HeldPlan | null>;
  /** Throws `SignerRefused` with the signer's own reasons. */
  signPlan(request: PlanSignRequest): Promise<Hex>;
}

/** The operator's hot key: signs transactions that execute what was approved. */
/** A key that signs plans, wherever it is kept: in a file, or in a module that never gives it away. */
export interface SigningKey {
  readonly publicKey: Hex;
  /** ed25519 (RFC 8032) over the message itself, 64 bytes. */
  sign(message: Uint8Array): Promise<Hex>;
}

export interface TransactionSigner {
  publicKey(): Hex;
  /** Signature over the transaction's id. */
  signTransactionId(txHash: Hex): Hex;
}

/**
 * Where reports are kept besides the database: manifests and parts, each by its hash, which always holds the same text.
 * `put` returns when the text would survive a power cut; a manifest is put after its parts.
 */
export interface ReportStore {
  put(hash: Hex, text: string): Promise<void>;
  get(hash: Hex): Promise<string | null>;
  /** Writes something and removes it again. Throws what keeps a text from being put. */
  tryOut(): Promise<{ readonly freeBytes: bigint }>;
  /** What writers left that died while they wrote: how many there are. Removes them if asked to. */
  leftovers(how: { readonly remove: boolean }): Promise<number>;
}
