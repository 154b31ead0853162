import type { Hex } from "../units";
import { constr, type PlutusData, parseData, serialiseData } from "./data";
import { amountFromData, amountToData } from "./datum";
import { settingsFromData, settingsToData } from "./settings";
import { asBytes, asConstr, asCount, asList, fieldsOf, ShapeError } from "./shape";
import type { Approval, CommitRedeemer, Envelope, InitRedeemer, PoolRedeemer, ResumeRedeemer } from "./types";

/** Constructor indices of `Redeemer` in contracts/lib/pool.ak; fixed for ever. */
export const REDEEMER_INDEX = {
  commit: 0,
  pay: 1,
  resume: 2,
  expire: 3,
  cancel: 4,
  deposit: 5,
  updateSettings: 6,
  withdraw: 7,
  close: 8,
} as const;

export function encodeRedeemer(redeemer: PoolRedeemer): Hex {
  return serialiseData(redeemerToData(redeemer));
}

export function encodeInitRedeemer(redeemer: InitRedeemer): Hex {
  const consents = redeemer.approverConsents.map(envelopeToData);
  return serialiseData(
    constr(0, settingsToData(redeemer.settings), envelopeToData(redeemer.oracleConsent), consents),
  );
}

function redeemerToData(redeemer: PoolRedeemer): PlutusData {
  const index = REDEEMER_INDEX[redeemer.kind];
  switch (redeemer.kind) {
    case "commit":
      return constr(
        index,
        settingsToData(redeemer.settings),
        BigInt(redeemer.day),
        redeemer.firstCommitment,
        redeemer.reportHash,
        amountToData(redeemer.total),
        BigInt(redeemer.outputs),
        BigInt(redeemer.batches),
        BigInt(redeemer.deadlineMs),
        redeemer.oracleSignature,
        redeemer.approvals.map(approvalToData),
      );
    case "pay":
      return constr(index, amountToData(redeemer.total), redeemer.next);
    case "resume":
      return constr(
        index,
        settingsToData(redeemer.settings),
        BigInt(redeemer.batches),
        BigInt(redeemer.deadlineMs),
        redeemer.oracleSignature,
        redeemer.approvals.map(approvalToData),
      );
    case "expire":
      return constr(index);
    case "cancel":
    case "deposit":
      return constr(index, settingsToData(redeemer.settings), redeemer.approvals.map(approvalToData));
  }
}

/** Reads a pool redeemer from the chain. Throws a ShapeError where it is none, or one not built yet. */
export function decodeRedeemer(cbor: Hex): PoolRedeemer {
  const data = parseData(cbor);
  const { constr: index } = asConstr(data, "redeemer");
  switch (index) {
    case REDEEMER_INDEX.commit:
      return commitFromData(data);
    case REDEEMER_INDEX.pay: {
      const [total, next] = fieldsOf(data, index, 2, "Pay");
      return { kind: "pay", total: amountFromData(total, "total"), next: asBytes(next, "next") };
    }
    case REDEEMER_INDEX.resume:
      return resumeFromData(data);
    case REDEEMER_INDEX.expire:
      fieldsOf(data, index, 0, "Expire");
      return { kind: "expire" };
    case REDEEMER_INDEX.cancel:
    case REDEEMER_INDEX.deposit: {
      const [settings, approvals] = fieldsOf(data, index, 2, "redeemer");
      const kind = index === REDEEMER_INDEX.cancel ? "cancel" : "deposit";
      return { kind, settings: settingsFromData(settings), approvals: approvalsFromData(approvals) };
    }
    default:
      throw new ShapeError(`redeemer: constructor ${index} is not known here`);
  }
}

function commitFromData(data: PlutusData): CommitRedeemer {
  const fields = fieldsOf(data, REDEEMER_INDEX.commit, 10, "Commit");
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
  const fields = fieldsOf(data, REDEEMER_INDEX.resume, 5, "Resume");
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

function approvalToData(approval: Approval): PlutusData {
  return constr(0, BigInt(approval.index), envelopeToData(approval.envelope));
}

function approvalsFromData(data: PlutusData | undefined): Approval[] {
  return asList(data, "approvals").map((item) => {
    const [index, envelope] = fieldsOf(item, 0, 2, "approval");
    return { index: asCount(index, "approver's index"), envelope: envelopeFromData(envelope) };
  });
}

function envelopeToData(envelope: Envelope): PlutusData {
  return envelope.kind === "raw"
    ? constr(0, envelope.signature)
    : constr(1, envelope.protectedHeader, envelope.signature);
}

function envelopeFromData(data: PlutusData | undefined): Envelope {
  const found = asConstr(data, "envelope");
  if (found.constr === 0) {
    const [signature] = fieldsOf(data, 0, 1, "Raw envelope");
    return { kind: "raw", signature: asBytes(signature, "signature") };
  }
  const [header, signature] = fieldsOf(data, 1, 2, "Cip8 envelope");
  return {
    kind: "cip8",
    protectedHeader: asBytes(header, "protected header"),
    signature: asBytes(signature, "signature"),
  };
}
