import { constr, type PlutusData, parseData, serialiseData } from "../cardano/plutus-data";
import type { Hex } from "../units";
import type { Amount } from "./amount";
import { asBytes, asConstr, asCount, asInt, fieldsOf, ShapeError } from "./shape";
import type { PoolDatum, PoolStatus } from "./types";

/** CBOR of the pool's inline datum, the ledger's own encoding. */
export function encodeDatum(datum: PoolDatum): Hex {
  return serialiseData(
    constr(
      0,
      datum.settingsHash,
      datum.operator,
      datum.maxFeeLovelace,
      BigInt(datum.nonce),
      datum.plan,
      BigInt(datum.lastDay),
      BigInt(datum.lastPayoutMs),
      statusToData(datum.status),
    ),
  );
}

/** Throws a ShapeError (or an error of the CBOR reader) on anything but a pool's datum. */
export function decodeDatum(cbor: Hex): PoolDatum {
  const fields = fieldsOf(parseData(cbor), 0, 8, "the datum");
  const [settingsHash, operator, maxFee, nonce, plan, lastDay, lastPayout, status] = fields;
  return {
    settingsHash: asBytes(settingsHash, "settings"),
    operator: asBytes(operator, "operator"),
    maxFeeLovelace: asInt(maxFee, "max_fee"),
    nonce: asCount(nonce, "nonce"),
    plan: asBytes(plan, "plan"),
    lastDay: asCount(lastDay, "last_day"),
    lastPayoutMs: asCount(lastPayout, "last_payout"),
    status: statusFromData(status),
  };
}

function statusToData(status: PoolStatus): PlutusData {
  const remaining = amountToData(status.remaining);
  const outputs = BigInt(status.outputs);
  return status.kind === "idle"
    ? constr(0, status.left, remaining, outputs)
    : constr(1, status.commitment, remaining, outputs, BigInt(status.deadlineMs));
}

function statusFromData(data: PlutusData | undefined): PoolStatus {
  const { constr: index } = asConstr(data, "state");
  if (index > 1) throw new ShapeError(`state should be Idle or Paying, not constructor ${index}`);
  const fields = fieldsOf(data, index, index === 0 ? 3 : 4, "state");
  const [commitment, amount, count, deadline] = fields;
  const remaining = amountFromData(amount, "remaining");
  const outputs = asCount(count, "outputs");
  if (index === 0) return { kind: "idle", left: asBytes(commitment, "left"), remaining, outputs };
  const deadlineMs = asCount(deadline, "deadline");
  return { kind: "paying", commitment: asBytes(commitment, "commitment"), remaining, outputs, deadlineMs };
}

export function amountToData(amount: Amount): PlutusData {
  return constr(0, amount.lovelace, amount.tokens);
}

export function amountFromData(data: PlutusData | undefined, what: string): Amount {
  const [lovelace, tokens] = fieldsOf(data, 0, 2, what);
  return { lovelace: asInt(lovelace, `${what} lovelace`), tokens: asInt(tokens, `${what} tokens`) };
}
