import { apply_params_to_script } from "@lucid-evolution/uplc";
import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils";
import blueprint from "@/contracts/plutus.json";
import { makeAddress } from "@/server/domain/address";
import { constr, serialiseData } from "@/server/domain/contract/data";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { OutRef } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";

/** The pool's script for one seed, and everything that follows from its hash. */
export type PoolScript = {
  readonly seed: OutRef;
  /** Serialised script as the ledger holds and prices it: flat bytes in one CBOR byte string. */
  readonly bytes: Uint8Array;
  /** Script hash, which is the state token's policy id too. */
  readonly hash: Hex;
  readonly policyId: Hex;
  readonly stateToken: AssetUnit;
  /** Enterprise address of the script: the pool and the reference script both live there. */
  readonly address: string;
  readonly networkId: 0 | 1;
};

type Blueprint = {
  readonly validators: readonly { readonly title: string; readonly compiledCode: string }[];
};

/** Language tag that is hashed before a Plutus V3 script (cardano-ledger, Conway CDDL). */
const PLUTUS_V3_TAG = 3;

/**
 * The committed validator with its seed applied. The seed is an output that the init transaction must spend,
 * which can happen once: so there is one pool for each script.
 */
export function makePoolScript(seed: OutRef, networkId: 0 | 1, from: Blueprint = blueprint): PoolScript {
  const validator = from.validators.find(
    ({ title }) => title === "daily_prize_oracle.daily_prize_oracle.spend",
  );
  if (!validator)
    throw new Error("contracts/plutus.json has no validator daily_prize_oracle: build it again");
  // PlutusLedgerApi.V3 TxOutRef: constructor 0 of the transaction id's bytes and the index.
  const parameters = serialiseData([constr(0, seed.txHash, BigInt(seed.index))]);
  const bytes = apply_params_to_script(hexToBytes(parameters), hexToBytes(validator.compiledCode));
  return fromBytes(bytes, seed, networkId);
}

function fromBytes(bytes: Uint8Array, seed: OutRef, networkId: 0 | 1): PoolScript {
  const hash = bytesToHex(blake2b(concatBytes(new Uint8Array([PLUTUS_V3_TAG]), bytes), { dkLen: 28 }));
  return {
    seed,
    bytes,
    hash,
    policyId: hash,
    stateToken: stateTokenUnit(hash),
    address: makeAddress(networkId, { kind: "script", hash }, null),
    networkId,
  };
}
