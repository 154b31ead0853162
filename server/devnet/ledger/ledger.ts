import scalus from "scalus";
import { addressFromText } from "../codec/address";
import { encodeOutput, encodeUtxoMap } from "../codec/encode";
import { blake2b256 } from "../codec/hash";
import type { OutRef } from "../codec/types";
import type { Genesis } from "./genesis";

/*
 * The ledger rules: scalus' Emulator behind an immutable face. Its state is a persistent map, so a snapshot costs
 * a few objects and shares the rest: one is kept for every block that may be rolled back.
 *
 * Known to differ from a node (scalus 0.17.0): protocol parameters are fixed (protocol-parameters.ts); the
 * time horizon of script-carrying transactions is not checked there (the devnet does, chain.ts); stake
 * certificates of a transaction with a failing script may take effect. A transaction marked is_valid = false
 * is taken if a script of it really fails, and then only its collateral is spent; it is refused if all succeed.
 */

export type ApplyResult =
  | { readonly ok: true; readonly next: LedgerState }
  | { readonly ok: false; readonly error: string; readonly logs: readonly string[] };

type Emulator = InstanceType<typeof scalus.Emulator>;

export class LedgerState {
  private constructor(private readonly emulator: Emulator) {}

  static atGenesis(genesis: Genesis, funds: readonly GenesisOutput[]): LedgerState {
    const slotConfig = makeSlotConfig(genesis);
    const mainnet = scalus.SlotConfig.mainnet;
    if (
      slotConfig.slotToTime(0) === mainnet.slotToTime(0) &&
      slotConfig.slotToTime(1) === mainnet.slotToTime(1)
    ) {
      throw new Error(
        "this genesis has the clock of mainnet, for which scalus expects mainnet addresses; choose another start",
      );
    }
    return new LedgerState(new scalus.Emulator(encodeUtxoMap(funds), slotConfig));
  }

  /** Applies a transaction at a slot; the state itself does not change. */
  apply(bytes: Uint8Array, slot: number): ApplyResult {
    const emulator = this.emulator.snapshot();
    emulator.setSlot(slot);
    try {
      const result = emulator.submitTx(bytes);
      if (result.isSuccess) return { ok: true, next: new LedgerState(emulator) };
      return { ok: false, error: result.error ?? "refused without a reason", logs: result.logs ?? [] };
    } catch (cause) {
      // Bytes that do not decode are thrown, not returned.
      return { ok: false, error: `DecoderFailure: ${String(cause).slice(0, 500)}`, logs: [] };
    }
  }
}

/** Slot to time as scripts see it: the current era's, since no transaction lives in an earlier one. */
export function makeSlotConfig(genesis: Genesis): InstanceType<typeof scalus.SlotConfig> {
  const era = genesis.currentEra;
  return new scalus.SlotConfig(genesis.systemStartMs + era.startTimeMs, era.startSlot, era.slotLengthMs);
}

export type GenesisOutput = { readonly ref: OutRef; readonly raw: Uint8Array };

/** One output a fund, spendable by the hash of its address as id and index 0 (Shelley ledger, initialFunds). */
export function genesisOutputs(genesis: Genesis): GenesisOutput[] {
  const outputs = new Map<string, GenesisOutput>();
  for (const fund of genesis.initialFunds) {
    const address = addressFromText(fund.address);
    if (!address || (address.networkId !== null && address.networkId !== 0)) {
      throw new Error(`initial fund: ${fund.address} is not an address of a test network`);
    }
    const txHash = blake2b256(address.bytes);
    if (outputs.has(txHash))
      throw new Error(`initial fund: ${fund.address} is named twice; add the amounts up`);
    const raw = encodeOutput({
      address: address.bytes,
      lovelace: fund.lovelace,
      assets: new Map(Object.entries(fund.assets ?? {})),
    });
    outputs.set(txHash, { ref: { txHash, index: 0 }, raw });
  }
  return [...outputs.values()];
}
