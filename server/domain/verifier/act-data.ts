import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { fromHex } from "../cardano/hex-bytes";
import type { Change, InitAct, PayRedeemer, PoolAct } from "../contract/acts";
import type { Approval, Envelope, PrizeAsset, Settings } from "../contract/types";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";
import { type Data, type Named, named, of, write } from "./data";
import { amountData } from "./state";

/* Settings, redeemers and acts as bytes: the order of contracts/lib/pool.ak is the encoding. */

export const hashOf = (data: Data, after: Hex = ""): Hex => bytesToHex(blake2b256(fromHex(write(data) + after)));
export const textHex = (text: string): Hex => bytesToHex(utf8ToBytes(text));

export const settingsHash = (settings: Settings): Hex => hashOf(settingsData(settings));

function settingsData(settings: Settings): Data {
  const { kind, hash } = settings.treasury;
  return of(
    0,
    textHex(settings.network),
    BigInt(settings.intervalMs),
    assetData(settings.prizeAsset),
    of(kind === "key" ? 0 : 1, hash),
    settings.oracle,
    settings.approvers,
    BigInt(settings.threshold),
    amountData(settings.dailyLimit),
    BigInt(settings.minGapMs),
    BigInt(settings.minWindowMs),
    BigInt(settings.maxWindowMs),
    settings.reserveLovelace,
    amountData(settings.minDeposit),
  );
}

export function assetData(asset: PrizeAsset | null): Data {
  return asset ? of(0, of(0, asset.policyId, asset.assetName, textHex(asset.label))) : of(1);
}

const envelopeData = (envelope: Envelope): Data =>
  envelope.kind === "raw" ? of(0, envelope.signature) : of(1, envelope.protectedHeader, envelope.signature);

const approvalsData = (approvals: readonly Approval[]): Data =>
  approvals.map(({ index, envelope }) => of(0, BigInt(index), envelopeData(envelope)));

export const payData = ({ total, outputs, next }: PayRedeemer): Named =>
  named(0, { total: amountData(total), outputs: BigInt(outputs), next });
export const EXPIRE = named(1, {});
export const GOVERN = named(2, {});
export const MINT = named(0, {});
export const BURN = named(1, {});

/** The redeemer of the governor's withdrawal. */
export function actData(act: PoolAct | InitAct): Named {
  const settings = settingsData(act.settings);
  switch (act.kind) {
    case "commit":
      return named(0, {
        settings,
        day: BigInt(act.day),
        c1: act.firstCommitment,
        report: act.reportHash,
        total: amountData(act.total),
        outputs: BigInt(act.outputs),
        batches: BigInt(act.batches),
        deadline: BigInt(act.deadlineMs),
        "oracle's signature": act.oracleSignature,
        approvals: approvalsData(act.approvals),
      });
    case "resume":
      return named(1, {
        settings,
        batches: BigInt(act.batches),
        deadline: BigInt(act.deadlineMs),
        "oracle's signature": act.oracleSignature,
        approvals: approvalsData(act.approvals),
      });
    case "cancel":
      return named(2, { settings, approvals: approvalsData(act.approvals) });
    case "deposit":
      return named(3, { settings, approvals: approvalsData(act.approvals) });
    case "updateSettings":
      return named(4, { settings, change: changeData(act.change), approvals: approvalsData(act.approvals) });
    case "withdraw":
      return named(5, { settings, amount: amountData(act.amount), approvals: approvalsData(act.approvals) });
    case "close":
      return named(6, { settings, approvals: approvalsData(act.approvals) });
    case "init":
      return named(7, {
        settings,
        "oracle's consent": envelopeData(act.oracleConsent),
        "approvers' consents": act.approverConsents.map(envelopeData),
      });
  }
}

function changeData(change: Change): Data {
  switch (change.kind) {
    case "addApprover":
      return of(0, change.key, BigInt(change.threshold), envelopeData(change.consent));
    case "dropApprover":
      return of(1, change.key, BigInt(change.threshold));
    case "setThreshold":
      return of(2, BigInt(change.threshold));
    case "setOracle":
      return of(3, change.key, envelopeData(change.consent));
    case "setOperator":
      return of(4, change.operator);
    case "setMaxFee":
      return of(5, change.maxFeeLovelace);
    case "setDailyLimit":
      return of(6, amountData(change.limit));
    case "setMinGap":
      return of(7, BigInt(change.minGapMs));
    case "setWindow":
      return of(8, BigInt(change.minWindowMs), BigInt(change.maxWindowMs));
    case "setReserve":
      return of(9, change.reserveLovelace);
    case "setMinDeposit":
      return of(10, amountData(change.minDeposit));
  }
}
