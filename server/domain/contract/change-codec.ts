import { constr, type PlutusData } from "../cardano/plutus-data";
import type { Change } from "./acts";
import { amountFromData, amountToData } from "./datum";
import { envelopeFromData, envelopeToData } from "./envelope-codec";
import { asBytes, asConstr, asCount, asInt, fieldsOf, ShapeError } from "./shape";

/** Constructor indices of `Change` in contracts/lib/pool.ak; fixed for ever. */
export const CHANGE_INDEX = {
  addApprover: 0,
  dropApprover: 1,
  setThreshold: 2,
  setOracle: 3,
  setOperator: 4,
  setMaxFee: 5,
  setDailyLimit: 6,
  setMinGap: 7,
  setWindow: 8,
  setReserve: 9,
  setMinDeposit: 10,
} as const;

export function changeToData(change: Change): PlutusData {
  return constr(CHANGE_INDEX[change.kind], ...fieldsToData(change));
}

function fieldsToData(change: Change): PlutusData[] {
  switch (change.kind) {
    case "addApprover":
      return [change.key, BigInt(change.threshold), envelopeToData(change.consent)];
    case "dropApprover":
      return [change.key, BigInt(change.threshold)];
    case "setThreshold":
      return [BigInt(change.threshold)];
    case "setOracle":
      return [change.key, envelopeToData(change.consent)];
    case "setOperator":
      return [change.operator];
    case "setMaxFee":
      return [change.maxFeeLovelace];
    case "setDailyLimit":
      return [amountToData(change.limit)];
    case "setMinGap":
      return [BigInt(change.minGapMs)];
    case "setWindow":
      return [BigInt(change.minWindowMs), BigInt(change.maxWindowMs)];
    case "setReserve":
      return [change.reserveLovelace];
    case "setMinDeposit":
      return [amountToData(change.minDeposit)];
  }
}

export function changeFromData(data: PlutusData | undefined): Change {
  const { constr: index } = asConstr(data, "change");
  const fields = (count: number) => fieldsOf(data, index, count, "change");
  switch (index) {
    case CHANGE_INDEX.addApprover: {
      const [key, threshold, consent] = fields(3);
      return {
        kind: "addApprover",
        key: asBytes(key, "key"),
        threshold: asCount(threshold, "threshold"),
        consent: envelopeFromData(consent),
      };
    }
    case CHANGE_INDEX.dropApprover: {
      const [key, threshold] = fields(2);
      return {
        kind: "dropApprover",
        key: asBytes(key, "key"),
        threshold: asCount(threshold, "threshold"),
      };
    }
    case CHANGE_INDEX.setThreshold:
      return { kind: "setThreshold", threshold: asCount(fields(1)[0], "threshold") };
    case CHANGE_INDEX.setOracle: {
      const [key, consent] = fields(2);
      return { kind: "setOracle", key: asBytes(key, "key"), consent: envelopeFromData(consent) };
    }
    case CHANGE_INDEX.setOperator:
      return { kind: "setOperator", operator: asBytes(fields(1)[0], "operator") };
    case CHANGE_INDEX.setMaxFee:
      return { kind: "setMaxFee", maxFeeLovelace: asInt(fields(1)[0], "max_fee") };
    case CHANGE_INDEX.setDailyLimit:
      return { kind: "setDailyLimit", limit: amountFromData(fields(1)[0], "limit") };
    case CHANGE_INDEX.setMinGap:
      return { kind: "setMinGap", minGapMs: asCount(fields(1)[0], "min_gap_ms") };
    case CHANGE_INDEX.setWindow: {
      const [min, max] = fields(2);
      return {
        kind: "setWindow",
        minWindowMs: asCount(min, "min_window_ms"),
        maxWindowMs: asCount(max, "max_window_ms"),
      };
    }
    case CHANGE_INDEX.setReserve:
      return { kind: "setReserve", reserveLovelace: asInt(fields(1)[0], "reserve") };
    case CHANGE_INDEX.setMinDeposit:
      return { kind: "setMinDeposit", minDeposit: amountFromData(fields(1)[0], "min_deposit") };
    default:
      throw new ShapeError(`change: constructor ${index} is not known here`);
  }
}
