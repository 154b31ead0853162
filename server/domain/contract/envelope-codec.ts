import { constr, type PlutusData } from "../cardano/plutus-data";
import { asBytes, asConstr, asCount, asList, fieldsOf } from "./shape";
import type { Approval, Envelope } from "./types";

/* `Approval` and `Envelope` of contracts/lib/pool.ak. */

export function approvalToData(approval: Approval): PlutusData {
  return constr(0, BigInt(approval.index), envelopeToData(approval.envelope));
}

export function approvalsFromData(data: PlutusData | undefined): Approval[] {
  return asList(data, "approvals").map((item) => {
    const [index, envelope] = fieldsOf(item, 0, 2, "approval");
    return { index: asCount(index, "approver's index"), envelope: envelopeFromData(envelope) };
  });
}

export function envelopeToData(envelope: Envelope): PlutusData {
  return envelope.kind === "raw"
    ? constr(0, envelope.signature)
    : constr(1, envelope.protectedHeader, envelope.signature);
}

export function envelopeFromData(data: PlutusData | undefined): Envelope {
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
