import { apply_params_to_script } from "@lucid-evolution/uplc";
import { hexToBytes } from "@noble/hashes/utils";
import blueprint from "@/contracts/plutus.json";
import { makeAddress, makeRewardAddress } from "@/server/domain/cardano/address";
import { constr, serialiseData } from "@/server/domain/cardano/plutus-data";
import { scriptHashOf } from "@/server/domain/cardano/script-hash";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import type { OutRef } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";
import type { Script } from "../transaction/script";

/** Judges all but Pay and Expire, by a withdrawal from its reward account. One for every pool of a network. */
export type GovernorScript = Script & {
  /** Reward address (CIP-19). */
  readonly account: string;
};

/** The pool's script for one seed, and everything that follows from its hash. */
export type PoolScript = Script & {
  readonly seed: OutRef;
  /** The script's hash, which is the state token's policy id too. */
  readonly policyId: Hex;
  readonly stateToken: AssetUnit;
  /** Enterprise address of the script: the pool and the reference scripts all live there. */
  readonly address: string;
  readonly networkId: 0 | 1;
  readonly governor: GovernorScript;
};

type Blueprint = {
  readonly validators: readonly { readonly title: string; readonly compiledCode: string }[];
};

/**
 * The committed validators, the pool's with its seed and its governor applied. The seed is an output that the init
 * transaction must spend, which can happen once: so there is one pool for each script.
 */
export function makePoolScript(seed: OutRef, networkId: 0 | 1, from: Blueprint = blueprint): PoolScript {
  const governor = makeGovernor(networkId, from);
  // PlutusLedgerApi.V3 TxOutRef: constructor 0 of the transaction id's bytes and the index.
  const parameters = serialiseData([constr(0, seed.txHash, BigInt(seed.index)), governor.hash]);
  const code = hexToBytes(compiledCode(from, "daily_prize_oracle.daily_prize_oracle.spend"));
  const { bytes, hash } = makeScript(apply_params_to_script(hexToBytes(parameters), code));
  return {
    seed,
    bytes,
    hash,
    policyId: hash,
    stateToken: stateTokenUnit(hash),
    address: makeAddress(networkId, { kind: "script", hash }, null),
    networkId,
    governor,
  };
}

/** Of the governor's script, which is the same on every network. */
export function governorHash(): Hex {
  return makeGovernor(0, blueprint).hash;
}

function makeGovernor(networkId: 0 | 1, from: Blueprint): GovernorScript {
  const code = compiledCode(from, "daily_prize_governor.daily_prize_governor.withdraw");
  // A validator without parameters is finished as the compiler wrote it: flat bytes in one CBOR byte string.
  const script = makeScript(hexToBytes(code));
  return { ...script, account: makeRewardAddress(networkId, { kind: "script", hash: script.hash }) };
}

/** All that a transaction of the pool may run or refer to. */
export function scriptsOf(script: PoolScript): readonly Script[] {
  return [script, script.governor];
}

function compiledCode({ validators }: Blueprint, title: string): Hex {
  const validator = validators.find((candidate) => candidate.title === title);
  if (!validator) throw new Error(`contracts/plutus.json has no validator ${title}: build it again`);
  return validator.compiledCode;
}

function makeScript(bytes: Uint8Array): Script {
  return { bytes, hash: scriptHashOf("plutusV3", bytes) };
}
