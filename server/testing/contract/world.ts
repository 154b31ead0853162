import scalus from "scalus";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import { knownLedger } from "@/server/chain/pool/known-ledger";
import type { PoolScript } from "@/server/chain/pool/script";
import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import { toCmlInput, toCmlResolved } from "@/server/chain/transaction/cml";
import { COST_MODELS } from "@/server/devnet/ledger/cost-models";
import { addressKey } from "@/server/domain/cardano/address";
import type { SlotConfig } from "@/server/domain/cardano/slot-clock";
import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { PROTOCOL_PARAMETERS } from "../domain/protocol-parameters";
import { signHash, type TestKey } from "./keys";

/* The ledger rules, phases 1 and 2, as scalus implements them, over a handful of outputs. */

export type Ledger = InstanceType<typeof scalus.Emulator>;
export type Verdict = {
  readonly accepted: boolean;
  readonly error: string;
  readonly logs: readonly string[];
};

export const SLOTS: SlotConfig = { zeroTimeMs: 1_700_000_000_000, zeroSlot: 0, slotLengthMs: 1000 };

/** What scalus decides with (server/devnet/ledger/protocol-parameters.ts). */
export const PARAMETERS: ProtocolParameters = { ...PROTOCOL_PARAMETERS, costModels: COST_MODELS };

export const CHAIN_TERMS = { parameters: PARAMETERS, slots: SLOTS };

/**
 * A ledger in which just these outputs are unspent. `rewardsLovelace` is what the governor's account holds, null
 * where it is not registered.
 */
export function ledgerOf(
  outputs: readonly TxOutput[],
  script: PoolScript,
  nowSlot: number,
  rewardsLovelace: bigint | null,
): Ledger {
  const account = { isRegistered: rewardsLovelace !== null, withdrawableLovelace: rewardsLovelace ?? 0n };
  return emulate(knownLedger(script, { outputs, chain: CHAIN_TERMS, nowSlot, account }));
}

/** The ledger of scalus that holds what the state says. */
export function emulate({ outputs, scripts, nowSlot, accounts }: LedgerState): Ledger {
  const entries = outputs.map(
    (output) => toCmlInput(output.ref).to_cbor_hex() + toCmlResolved(output, scripts).to_cbor_hex(),
  );
  const map = `b9${outputs.length.toString(16).padStart(4, "0")}${entries.join("")}`;
  const { zeroTimeMs, zeroSlot, slotLengthMs } = SLOTS;
  const ledger = scalus.Emulator.withState(
    {
      utxos: Uint8Array.from(Buffer.from(map, "hex")),
      stakeRegistrations: accounts
        .filter(({ isRegistered }) => isRegistered)
        .map(({ address, withdrawableLovelace: rewards }) => ({
          credentialType: "script" as const,
          // A reward address is a header of one byte and the script's hash.
          credentialHash: addressKey(address).slice(2),
          rewards,
        })),
    },
    new scalus.SlotConfig(zeroTimeMs, zeroSlot, slotLengthMs),
  );
  ledger.setSlot(nowSlot);
  return ledger;
}

export function submit(ledger: Ledger, signedCbor: Hex): Verdict {
  const { isSuccess, error, logs } = ledger.submitTx(Uint8Array.from(Buffer.from(signedCbor, "hex")));
  return { accepted: isSuccess, error: error ?? "", logs: logs ?? [] };
}

/** Signs with those of the keys that are needed. */
export function sign(
  built: Pick<BuiltTransaction, "cbor" | "txHash" | "requiredSigners">,
  keys: readonly TestKey[],
): Hex {
  const witnesses = built.requiredSigners.map((hash) => {
    const key = keys.find((candidate) => candidate.hash === hash);
    if (!key) throw new Error(`no test key for ${hash}`);
    return signHash(key, built.txHash);
  });
  return signTransaction(built.cbor, witnesses);
}

let counter = 0;
/** Some unspent output; each call gives another reference. */
export function walletOutput(key: TestKey, lovelace: bigint, assets: Record<string, bigint> = {}): TxOutput {
  counter += 1;
  return {
    ref: { txHash: counter.toString(16).padStart(64, "0"), index: 0 },
    address: key.address,
    lovelace,
    assets,
    inlineDatum: null,
    datumHash: null,
    referenceScriptHash: null,
  };
}
