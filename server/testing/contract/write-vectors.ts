import type { Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { signCip8, signRaw, type TestKey } from "./keys";
import { approver, ORACLE } from "./pool-terms";

/** The oracle's signature and those of the first two approvers, bare. */
export function proposed(name: string, proposal: string, agreement: string): string {
  return list(name, [signRaw(ORACLE, proposal), signRaw(approver(0), agreement), signRaw(approver(1), agreement)]);
}

/** The first two approvers' signatures, bare. */
export function quorum(name: string, text: string): string {
  return list(name, [signRaw(approver(0), text), signRaw(approver(1), text)]);
}

function list(name: string, envelopes: readonly Envelope[]): string {
  const signatures = envelopes.map(({ signature }) => `    #"${signature}",\n`);
  return `pub const ${name}: List<ByteArray> =\n  [\n${signatures.join("")}  ]\n`;
}

export function signed(name: string, by: TestKey, text: string): string[] {
  return [bytes(name, signRaw(by, text).signature)];
}

export function signedCip8(name: string, by: TestKey, text: string): string[] {
  const envelope: Envelope = signCip8(by, text);
  if (envelope.kind !== "cip8") throw new Error("a CIP-8 envelope was wanted");
  return [bytes(`${name}_header`, envelope.protectedHeader), bytes(name, envelope.signature)];
}

export function bytes(name: string, hex: Hex): string {
  return `pub const ${name}: ByteArray =\n  #"${hex}"\n`;
}
