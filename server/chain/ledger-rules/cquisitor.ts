import * as cquisitor from "@cardananium/cquisitor-lib";
import { type SlotConfig, slotToMs } from "@/server/domain/cardano/slot-clock";
import type { Hex } from "@/server/domain/units";
import { notePanic } from "../transaction/wasm-panic";
import { toContext } from "./cquisitor-context";
import type { LedgerState } from "./ledger-state";

/*
 * cquisitor-lib: the ledger's rules in another code base (cardano-serialization-lib, Pallas and Aiken's
 * machine) than the one that builds (CML) and the one that evaluates (scalus). Only this file knows its
 * interface.
 */

export type LedgerAnswer = {
  readonly phase1: readonly string[];
  /** Null where the library cannot judge it: it has no other clocks than those of the public networks. */
  readonly phase2: readonly string[] | null;
};

/** The clocks compiled into the library: first slot of its last era, and when that began. */
const CLOCKS = [
  { network: "mainnet", networkId: 1, zeroSlot: 4_492_800, zeroTimeMs: 1_596_059_091_000 },
  { network: "preprod", networkId: 0, zeroSlot: 86_400, zeroTimeMs: 1_655_769_600_000 },
  { network: "preview", networkId: 0, zeroSlot: 0, zeroTimeMs: 1_666_656_000_000 },
] as const;

/** Which of the public networks' clocks this chain has, if any. */
export function publicClock(slots: SlotConfig, networkId: 0 | 1): (typeof CLOCKS)[number]["network"] | null {
  const same = CLOCKS.find(
    (clock) =>
      clock.networkId === networkId &&
      slots.slotLengthMs === 1000 &&
      slotToMs(slots, clock.zeroSlot) === clock.zeroTimeMs,
  );
  return same?.network ?? null;
}

/**
 * Asks the library. Bytes that it cannot read are an error of phase 1. `openedAccounts` are scripts whose
 * accounts the transaction opens by a certificate that needs no witness.
 */
export function askCquisitor(transaction: Hex, openedAccounts: readonly Hex[], state: LedgerState): LedgerAnswer {
  const { networkId, chain } = state;
  const network = publicClock(chain.slots, networkId);
  try {
    // Phase 1 depends only on the network id.
    const context = toContext(state, network ?? (networkId === 1 ? "mainnet" : "preprod"));
    const json = cquisitor.validate_transaction_js(transaction, context);
    const { errors, phase2_errors }: cquisitor.ValidationResult = JSON.parse(json);
    const phase1 = errors.filter(({ error }) => !isMistaken(error, openedAccounts)).map(inWords);
    return { phase1, phase2: network === null ? null : phase2_errors.map(inWords) };
  } catch (error) {
    notePanic(error);
    return { phase1: [`cquisitor cannot read it: ${String(error)}`], phase2: null };
  }
}

/** The library wants a script's witness for every certificate; the ledger wants none for `[0, credential]`. */
function isMistaken(error: cquisitor.Phase1Error, openedAccounts: readonly Hex[]): boolean {
  return (
    typeof error === "object" &&
    "MissingScriptWitnesses" in error &&
    openedAccounts.includes(error.MissingScriptWitnesses.missing_script_hash)
  );
}

function inWords({ error_message, locations }: cquisitor.ValidationPhase1Error | cquisitor.ValidationPhase2Error) {
  return locations.length > 0 ? `${error_message} (${locations.join(", ")})` : error_message;
}
