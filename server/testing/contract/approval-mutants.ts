import type { Approval } from "@/server/domain/contract/types";
import type { Mutant } from "./datum-mutants";
import { signCip8, signRaw, type TestKey } from "./keys";
import type { Mutation } from "./mutant";
import { IDLE, TRACED } from "./mutant-pool";
import { approver, ORACLE, SETTINGS, STRANGER } from "./pool-terms";

const UNSIGNED = /has_signed\(key.*\? False/;
const TOO_FEW = /valid >= settings.threshold \? False/;
const OUT_OF_ORDER = /index >= position \? False/;

export function approvalOf(index: number, text: string, key: TestKey = approver(index)): Approval {
  return { index, envelope: signRaw(key, text) };
}

/** The same text for something else: each a text that the contract must not take for this one. */
function otherTexts(text: string): [string, string][] {
  const { nonce } = IDLE;
  return [
    ["another network", text.replace(SETTINGS.network, "preprod")],
    ["another pool", text.replace(TRACED.policyId, "11".repeat(28))],
    ["a nonce that is over", text.replace(`nonce ${nonce}`, `nonce ${nonce - 1}`)],
    ["a nonce to come", text.replace(`nonce ${nonce}`, `nonce ${nonce + 1}`)],
    ["another product", text.replace("Daily Prize Oracle", "Weekly Prize Oracle")],
    ["the text with a space more", `${text} `],
    ["the text in capitals", text.toUpperCase()],
  ];
}

/**
 * Approvals changed in number, order, key, envelope and text, for an act that the first two of the approvers have
 * agreed to by signing `text`.
 */
export function approvalMutants(
  text: string,
  withApprovals: (...approvals: readonly Approval[]) => Mutation,
): Mutant[] {
  const [first, second] = [approvalOf(0, text), approvalOf(1, text)];
  const cip8 = (signed: string, header?: string): Approval => ({
    index: 1,
    envelope: signCip8(approver(1), signed, header),
  });
  const cut: Approval = { index: 1, envelope: { kind: "raw", signature: "00".repeat(63) } };
  return [
    ["one approval", withApprovals(first), TOO_FEW],
    ["the same approver twice", withApprovals(first, first), OUT_OF_ORDER],
    [
      "the same approver in two envelopes",
      withApprovals({ index: 1, envelope: signRaw(approver(1), text) }, cip8(text)),
      OUT_OF_ORDER,
    ],
    ["the approvals in the wrong order", withApprovals(second, first), OUT_OF_ORDER],
    ["an approver who does not exist", withApprovals(first, { ...second, index: 4 }), /expect \[/],
    ["a negative index", withApprovals({ ...first, index: -1 }, second), OUT_OF_ORDER],
    ["an approver's signature as another's", withApprovals(first, { ...first, index: 1 }), UNSIGNED],
    ["a stranger's signature", withApprovals(first, approvalOf(1, text, STRANGER)), UNSIGNED],
    ["the oracle's signature", withApprovals(first, approvalOf(1, text, ORACLE)), UNSIGNED],
    ["a bad signature too many", withApprovals(first, second, approvalOf(3, text, STRANGER)), UNSIGNED],
    ["a hashed payload", withApprovals(first, cip8(text.slice(0, 28))), UNSIGNED],
    ["a header too short", withApprovals(first, cip8(text, "aa".repeat(23))), /length >= 24 \? False/],
    ["a header too long", withApprovals(first, cip8(text, "aa".repeat(256))), /length <= 255 \? False/],
    ["a signature of 63 bytes", withApprovals(first, cut), /[Ss]ignature|ed25519|Ed25519/],
    ...otherTexts(text)
      .filter(([, other]) => other !== text)
      .map(
        ([name, other]): Mutant => [
          `approvals of ${name}`,
          withApprovals(approvalOf(0, other), approvalOf(1, other)),
          UNSIGNED,
        ],
      ),
  ];
}

/** Nobody's approvals: for acts that nothing else permits. */
export function noApprovals(withApprovals: (...approvals: readonly Approval[]) => Mutation): Mutant {
  return ["no approvals", withApprovals(), TOO_FEW];
}
