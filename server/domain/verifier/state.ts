import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import type { Amount } from "../contract/amount";
import type { TxOutput } from "../ports";
import type { Hex } from "../units";
import { addressHex, addressOf } from "./addresses";
import { type Data, type Named, named, of, readFields } from "./data";

/** The pool's datum, in the order of contracts/lib/pool.ak. */
export type State = {
  readonly settings: Hex;
  readonly operator: Hex;
  readonly maxFee: bigint;
  readonly nonce: bigint;
  readonly plan: Hex;
  readonly lastDay: bigint;
  readonly lastPayout: bigint;
  readonly status: Status;
};

/** `deadline` is null where the pool is idle; then `commitment` is what the last plan left unpaid. */
export type Status = {
  readonly commitment: Hex;
  readonly remaining: Amount;
  readonly outputs: bigint;
  readonly deadline: bigint | null;
};

export type Asset = { readonly policyId: Hex; readonly assetName: Hex };

/** The pool as it stands before the transaction, from its output alone. */
export type Before = {
  readonly policyId: Hex;
  readonly state: State;
  readonly held: Amount;
  /** The prize asset, if the pool holds any. */
  readonly asset: Asset | null;
};

/** ASCII "POOL". */
const TOKEN_NAME = "504f4f4c";
export const stateToken = (policyId: Hex): string => policyId + TOKEN_NAME;

/** Throws a RangeError on an output that is no pool. */
export function readBefore(output: TxOutput, policyId: Hex, networkId: 0 | 1): Before {
  const refuse = (problem: string) => new RangeError(`the output that is to be spent is no pool: ${problem}`);
  const { [stateToken(policyId)]: token, ...others } = output.assets;
  if (token !== 1n) throw refuse("it does not hold the state token");
  if (addressHex(output.address) !== addressOf(networkId, { kind: "script", hash: policyId }))
    throw refuse("it is at another address");
  if (output.inlineDatum === null || output.referenceScriptHash !== null)
    throw refuse("it has no datum, or carries a script");
  const [prize, ...more] = Object.entries(others);
  if (more.length > 0) throw refuse("it holds more than one asset beside the state token");
  return {
    policyId,
    state: readState(output.inlineDatum),
    held: { lovelace: output.lovelace, tokens: prize?.[1] ?? 0n },
    asset: prize ? { policyId: prize[0].slice(0, 56), assetName: prize[0].slice(56) } : null,
  };
}

export function stateData(state: State): Named {
  const { settings, operator, maxFee, nonce, plan, lastDay, lastPayout, status } = state;
  return named(0, {
    settings,
    operator,
    max_fee: maxFee,
    nonce,
    plan,
    last_day: lastDay,
    last_payout: lastPayout,
    state: statusData(status),
  });
}

function statusData({ commitment, remaining, outputs, deadline }: Status): Data {
  const amount = amountData(remaining);
  return deadline === null ? of(0, commitment, amount, outputs) : of(1, commitment, amount, outputs, deadline);
}

export const amountData = ({ lovelace, tokens }: Amount): Data => of(0, lovelace, tokens);

function readState(datum: Hex): State {
  const fields = readFields(readCbor(hexToBytes(datum)), 0, 8);
  if (!fields) throw new RangeError("the datum of the pool cannot be read");
  const [settings, operator, maxFee, nonce, plan, lastDay, lastPayout, status] = fields;
  return {
    settings: bytes(settings),
    operator: bytes(operator),
    maxFee: number(maxFee),
    nonce: number(nonce),
    plan: bytes(plan),
    lastDay: number(lastDay),
    lastPayout: number(lastPayout),
    status: readStatus(status),
  };
}

function readStatus(item: CborItem | undefined): Status {
  const paying = readFields(item, 1, 4);
  const fields = paying ?? readFields(item, 0, 3);
  if (!fields) throw new RangeError("the state in the datum of the pool cannot be read");
  const [commitment, amount, outputs, deadline] = fields;
  const remaining = readFields(amount, 0, 2);
  return {
    commitment: bytes(commitment),
    remaining: { lovelace: number(remaining?.[0]), tokens: number(remaining?.[1]) },
    outputs: number(outputs),
    deadline: paying ? number(deadline) : null,
  };
}

function bytes(item: CborItem | undefined): Hex {
  if (item?.kind !== "bytes") throw new RangeError("the datum of the pool has no bytes where some should be");
  return bytesToHex(item.value);
}

function number(item: CborItem | undefined): bigint {
  if (item?.kind !== "int") throw new RangeError("the datum of the pool has no number where one should be");
  return item.value;
}
