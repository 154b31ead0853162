import { constr, type PlutusData, parseData, serialiseData } from "../cardano/plutus-data";
import type { Hex } from "../units";
import type { CommitRedeemer, InitAct, PoolAct, ResumeRedeemer } from "./acts";
import { changeFromData, changeToData } from "./change-codec";
import { amountFromData, amountToData } from "./datum";
import { approvalsFromData, approvalToData, envelopeFromData, envelopeToData } from "./envelope-codec";
import { settingsFromData, settingsToData } from "./settings";
import { asBytes, asConstr, asCount, asList, fieldsOf, ShapeError } from "./shape";

/** `Act`: what the governor is asked, as the redeemer of its withdrawal. */
export const ACT_INDEX = {
  commit: 0,
  resume: 1,
  cancel: 2,
  deposit: 3,
  updateSettings: 4,
  withdraw: 5,
  close: 6,
  init: 7,
} as const;

/** Redeemer of the governor's withdrawal. */
export function encodeAct(act: PoolAct | InitAct): Hex {
  return serialiseData(actToData(act));
}

function actToData(act: PoolAct | InitAct): PlutusData {
  const index = ACT_INDEX[act.kind];
  const settings = settingsToData(act.settings);
  switch (act.kind) {
    case "commit":
      return constr(
        index,
        settings,
        BigInt(act.day),
        act.firstCommitment,
        act.reportHash,
        amountToData(act.total),
        BigInt(act.outputs),
        BigInt(act.batches),
        BigInt(act.deadlineMs),
        act.oracleSignature,
        act.approvals.map(approvalToData),
      );
    case "resume":
      return constr(
        index,
        settings,
        BigInt(act.batches),
        BigInt(act.deadlineMs),
        act.oracleSignature,
        act.approvals.map(approvalToData),
      );
    case "cancel":
    case "deposit":
    case "close":
      return constr(index, settings, act.approvals.map(approvalToData));
    case "updateSettings":
      return constr(index, settings, changeToData(act.change), act.approvals.map(approvalToData));
    case "withdraw":
      return constr(index, settings, amountToData(act.amount), act.approvals.map(approvalToData));
    case "init":
      return constr(index, settings, envelopeToData(act.oracleConsent), act.approverConsents.map(envelopeToData));
  }
}

/** Reads the redeemer of the governor's withdrawal. Throws a ShapeError. */
export function decodeAct(cbor: Hex): PoolAct | InitAct {
  const data = parseData(cbor);
  const { constr: index } = asConstr(data, "act");
  switch (index) {
    case ACT_INDEX.commit:
      return commitFromData(data);
    case ACT_INDEX.resume:
      return resumeFromData(data);
    case ACT_INDEX.cancel:
    case ACT_INDEX.deposit:
    case ACT_INDEX.close: {
      const kind = index === ACT_INDEX.cancel ? "cancel" : index === ACT_INDEX.deposit ? "deposit" : "close";
      const [settings, approvals] = fieldsOf(data, index, 2, kind);
      return { kind, settings: settingsFromData(settings), approvals: approvalsFromData(approvals) };
    }
    case ACT_INDEX.updateSettings: {
      const [settings, change, approvals] = fieldsOf(data, index, 3, "UpdateSettings");
      return {
        kind: "updateSettings",
        settings: settingsFromData(settings),
        change: changeFromData(change),
        approvals: approvalsFromData(approvals),
      };
    }
    case ACT_INDEX.withdraw: {
      const [settings, amount, approvals] = fieldsOf(data, index, 3, "Withdraw");
      return {
        kind: "withdraw",
        settings: settingsFromData(settings),
        amount: amountFromData(amount, "amount"),
        approvals: approvalsFromData(approvals),
      };
    }
    case ACT_INDEX.init: {
      const [settings, oracleConsent, consents] = fieldsOf(data, index, 3, "Init");
      return {
        kind: "init",
        settings: settingsFromData(settings),
        oracleConsent: envelopeFromData(oracleConsent),
        approverConsents: asList(consents, "consents").map(envelopeFromData),
      };
    }
    default:
      throw new ShapeError(`act: constructor ${index} is not known here`);
  }
}

function commitFromData(data: PlutusData): CommitRedeemer {
  const fields = fieldsOf(data, ACT_INDEX.commit, 10, "Commit");
  const [settings, day, c1, report, total, outputs, batches, deadline, signature, approvals] = fields;
  return {
    kind: "commit",
    settings: settingsFromData(settings),
    day: asCount(day, "day"),
    firstCommitment: asBytes(c1, "c1"),
    reportHash: asBytes(report, "report"),
    total: amountFromData(total, "total"),
    outputs: asCount(outputs, "outputs"),
    batches: asCount(batches, "batches"),
    deadlineMs: asCount(deadline, "deadline"),
    oracleSignature: asBytes(signature, "oracle signature"),
    approvals: approvalsFromData(approvals),
  };
}

function resumeFromData(data: PlutusData): ResumeRedeemer {
  const fields = fieldsOf(data, ACT_INDEX.resume, 5, "Resume");
  const [settings, batches, deadline, signature, approvals] = fields;
  return {
    kind: "resume",
    settings: settingsFromData(settings),
    batches: asCount(batches, "batches"),
    deadlineMs: asCount(deadline, "deadline"),
    oracleSignature: asBytes(signature, "oracle signature"),
    approvals: approvalsFromData(approvals),
  };
}
