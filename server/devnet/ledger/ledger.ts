import scalus from "scalus";
import { addressFromText, type CredentialHash } from "../codec/address";
import { encodeGenesisTransaction, encodeOutput, encodeUtxoMap } from "../codec/encode";
import { blake2b256 } from "../codec/hash";
import type { OutRef, Transaction } from "../codec/types";
import { type Accounts, accountsAfter, accountsAtGenesis, accountsWithReward, withdrawalProblem } from "./accounts";
import type { Genesis } from "./genesis";

/*
 * The ledger rules: scalus' Emulator behind an immutable interface. Its state is a persistent map, so a snapshot costs
 * a few objects and shares the rest: one is kept for every block that may be rolled back.
 *
 * Known differences from a node (scalus 0.17.0): protocol parameters are fixed (protocol-parameters.ts); the time
 * horizon of script-carrying transactions is not checked there (the devnet does, chain.ts). A transaction marked
 * is_valid = false is accepted if one of its scripts really fails, and then only its collateral is spent; it is refused
 * if all succeed.
 *
 * For reward accounts scalus checks what a node does (registered, whole balance, witnesses, deposits), but:
 * - A withdrawal leaves the balance as it was, and the certificates of a transaction with a failing script take effect.
 *   The devnet keeps the accounts itself (accounts.ts) and returns them to scalus after either. scalus then forgets
 *   which pools and DReps were registered (it lets accounts delegate to any).
 * - A key's account need not delegate its vote to withdraw; the devnet requires it (accounts.ts).
 * - Withdrawing the last of an account and unregistering it in one transaction is refused; a node accepts it.
 */

export type ApplyResult =
  | { readonly ok: true; readonly next: LedgerState }
  | { readonly ok: false; readonly error: string; readonly logs: readonly string[] };

type Emulator = InstanceType<typeof scalus.Emulator>;
type SlotConfig = InstanceType<typeof scalus.SlotConfig>;

export class LedgerState {
  private constructor(
    private readonly emulator: Emulator,
    private readonly slotConfig: SlotConfig,
    readonly accounts: Accounts,
  ) {}

  static atGenesis(genesis: Genesis, funds: readonly GenesisOutput[]): LedgerState {
    const slotConfig = makeSlotConfig(genesis);
    const mainnet = scalus.SlotConfig.mainnet;
    if (slotConfig.slotToTime(0) === mainnet.slotToTime(0) && slotConfig.slotToTime(1) === mainnet.slotToTime(1)) {
      throw new Error(
        "this genesis has mainnet's clock, for which scalus expects mainnet addresses; choose another start",
      );
    }
    const accounts = accountsAtGenesis(genesis);
    return new LedgerState(makeEmulator(encodeUtxoMap(funds), slotConfig, accounts), slotConfig, accounts);
  }

  /** Applies a transaction at a slot. The state itself does not change. */
  apply(tx: Transaction, slot: number): ApplyResult {
    const problem = withdrawalProblem(this.accounts, tx);
    if (problem) return { ok: false, error: problem, logs: [] };
    const emulator = this.emulator.snapshot();
    emulator.setSlot(slot);
    try {
      const result = emulator.submitTx(tx.bytes);
      if (result.isSuccess) return { ok: true, next: this.after(tx, emulator) };
      return { ok: false, error: result.error ?? "refused without a reason", logs: result.logs ?? [] };
    } catch (cause) {
      // Bytes that do not decode are thrown, not returned.
      return { ok: false, error: `DecoderFailure: ${String(cause).slice(0, 500)}`, logs: [] };
    }
  }

  /** The same with more in a registered reward account; null if there is none. */
  withReward(credential: CredentialHash, lovelace: bigint): LedgerState | null {
    const accounts = accountsWithReward(this.accounts, credential, lovelace);
    if (!accounts) return null;
    const emulator = makeEmulator(this.emulator.getUtxosCbor(), this.slotConfig, accounts);
    return new LedgerState(emulator, this.slotConfig, accounts);
  }

  private after(tx: Transaction, emulator: Emulator): LedgerState {
    const accounts = accountsAfter(this.accounts, tx);
    const isMisled = tx.valid ? tx.withdrawals.some(({ lovelace }) => lovelace > 0n) : tx.certificates.length > 0;
    // Costs a copy of all outputs, but such transactions are rare: those that withdraw nothing are not among them.
    const next = isMisled ? makeEmulator(emulator.getUtxosCbor(), this.slotConfig, accounts) : emulator;
    return new LedgerState(next, this.slotConfig, accounts);
  }
}

function makeEmulator(utxos: Uint8Array, slotConfig: SlotConfig, accounts: Accounts): Emulator {
  const stakeRegistrations = [...accounts.values()].map(({ credential, rewardLovelace, pool }) => ({
    credentialType: credential.script ? ("script" as const) : ("key" as const),
    credentialHash: credential.hash,
    rewards: rewardLovelace,
    ...(pool === null ? {} : { delegatedTo: pool }),
  }));
  return scalus.Emulator.withState({ utxos, stakeRegistrations }, slotConfig);
}

/** Slot to time as scripts see it: the current era's, since no transaction is in an earlier one. */
export function makeSlotConfig(genesis: Genesis): SlotConfig {
  const era = genesis.currentEra;
  return new scalus.SlotConfig(genesis.systemStartMs + era.startTimeMs, era.startSlot, era.slotLengthMs);
}

/** `bytes`: the transaction that makes it. */
export type GenesisOutput = { readonly ref: OutRef; readonly raw: Uint8Array; readonly bytes: Uint8Array };

/**
 * One transaction a fund, with bytes whose hash is its id, that mints the fund's tokens: a real genesis has neither
 * bytes nor tokens, but whoever reads the devnet by bytes must find where tokens come from.
 */
export function genesisOutputs(genesis: Genesis): GenesisOutput[] {
  const outputs = new Map<string, GenesisOutput>();
  for (const fund of genesis.initialFunds) {
    const address = addressFromText(fund.address);
    if (!address || (address.networkId !== null && address.networkId !== 0)) {
      throw new Error(`initial fund: ${fund.address} is not an address of a test network`);
    }
    if (outputs.has(address.text)) throw new Error(`initial fund: ${fund.address} is named twice; add the amounts up`);
    const assets = new Map(Object.entries(fund.assets ?? {}));
    const raw = encodeOutput({ address: address.bytes, lovelace: fund.lovelace, assets });
    const { body, bytes } = encodeGenesisTransaction(raw, assets);
    outputs.set(address.text, { ref: { txHash: blake2b256(body), index: 0 }, raw, bytes });
  }
  return [...outputs.values()];
}
