import type { Hex } from "../units";

/*
 * Texts that say all of what they do, read back: act-text.ts writes those of acts, approval-text.ts and
 * server/domain/approver-key/enrolment.ts those of keys. A text that is not understood to its last character is none.
 */

/** What an act does. Amounts are lovelace, and tokens of the pool's prize asset under its label. */
export type ActEffect =
  | { readonly kind: "cancel"; readonly plan: Hex }
  | { readonly kind: "deposit" | "withdraw"; readonly amount: SaidAmount }
  | { readonly kind: "close" }
  | {
      readonly kind: "addApprover" | "dropApprover";
      readonly key: Hex;
      readonly threshold: number;
      readonly of: number;
    }
  | { readonly kind: "setThreshold"; readonly threshold: number; readonly of: number }
  | { readonly kind: "setOracle"; readonly key: Hex }
  | { readonly kind: "setOperator"; readonly operator: Hex }
  | { readonly kind: "setMaxFee"; readonly lovelace: bigint }
  | { readonly kind: "setDailyLimit" | "setMinDeposit"; readonly amount: SaidAmount }
  | { readonly kind: "setMinGap"; readonly ms: bigint }
  | { readonly kind: "setWindow"; readonly minMs: bigint; readonly maxMs: bigint }
  | { readonly kind: "setReserve"; readonly lovelace: bigint };

export type SaidAmount = {
  readonly lovelace: bigint;
  readonly tokens: { readonly quantity: bigint; readonly label: string } | null;
};

/** An act is for one pool, and valid until its nonce moves. */
export type SaidAct = {
  readonly network: string;
  readonly policyId: Hex;
  readonly nonce: bigint;
  readonly effect: ActEffect;
};

/** Whose place a key takes, or whose it is. */
export type SaidKey =
  | {
      readonly kind: "enroll";
      readonly network: string;
      readonly role: "oracle" | "approver";
      readonly settingsHash: Hex;
      readonly policyId: Hex;
    }
  | { readonly kind: "person"; readonly network: string; readonly userId: string; readonly key: Hex };

const N = "(0|[1-9][0-9]{0,29})";
const COUNT = "([0-9]|1[0-9])";
const AMOUNT = `${N} lovelace(?: ${N} ([A-Za-z0-9]{1,10}))?`;
const HASH = "([0-9a-f]{64})";
const KEY_HASH = "([0-9a-f]{56})";
const HEAD = "Daily Prize Oracle ([a-z0-9-]{1,9})";

type Said = readonly (string | undefined)[];

const EFFECTS: readonly (readonly [pattern: string, read: (said: Said) => ActEffect])[] = [
  [`cancel plan ${HASH}`, ([plan]) => ({ kind: "cancel", plan: plan ?? "" })],
  [`deposit ${AMOUNT}`, (said) => ({ kind: "deposit", amount: amountOf(said) })],
  [`withdraw ${AMOUNT} to treasury`, (said) => ({ kind: "withdraw", amount: amountOf(said) })],
  ["close", () => ({ kind: "close" })],
  [`add approver ${HASH} threshold ${COUNT} of ${COUNT}`, (said) => approverOf("addApprover", said)],
  [`drop approver ${HASH} threshold ${COUNT} of ${COUNT}`, (said) => approverOf("dropApprover", said)],
  [
    `set threshold ${COUNT} of ${COUNT}`,
    ([threshold, of]) => ({ kind: "setThreshold", threshold: Number(threshold), of: Number(of) }),
  ],
  [`set oracle ${HASH}`, ([key]) => ({ kind: "setOracle", key: key ?? "" })],
  [`set operator ${KEY_HASH}`, ([operator]) => ({ kind: "setOperator", operator: operator ?? "" })],
  [`set max fee ${N} lovelace`, ([lovelace]) => ({ kind: "setMaxFee", lovelace: BigInt(lovelace ?? 0) })],
  [`set daily limit ${AMOUNT}`, (said) => ({ kind: "setDailyLimit", amount: amountOf(said) })],
  [`set min gap ${N} ms`, ([ms]) => ({ kind: "setMinGap", ms: BigInt(ms ?? 0) })],
  [
    `set window ${N} to ${N} ms`,
    ([minMs, maxMs]) => ({ kind: "setWindow", minMs: BigInt(minMs ?? 0), maxMs: BigInt(maxMs ?? 0) }),
  ],
  [`set reserve ${N} lovelace`, ([lovelace]) => ({ kind: "setReserve", lovelace: BigInt(lovelace ?? 0) })],
  [`set min deposit ${AMOUNT}`, (said) => ({ kind: "setMinDeposit", amount: amountOf(said) })],
];

const ACTS = EFFECTS.map(
  ([pattern, read]) => [new RegExp(`^${HEAD} ${pattern} nonce ${N} pool ${KEY_HASH}$`), read] as const,
);

/** What the text of an act does; null if it is the text of none. */
export function readActText(text: string): SaidAct | null {
  for (const [pattern, read] of ACTS) {
    const [, network, ...said] = pattern.exec(text) ?? [];
    if (network === undefined) continue;
    return { network, policyId: said.at(-1) ?? "", nonce: BigInt(said.at(-2) ?? 0), effect: read(said) };
  }
  return null;
}

const ENROLL = new RegExp(`^${HEAD} enroll (oracle|approver) settings ${HASH} pool ${KEY_HASH}$`);
const PERSON = new RegExp(`^${HEAD} key of person ([A-Za-z0-9-]{1,64}) is ${HASH}$`);

/** What a text gives a key; null if it gives it nothing. */
export function readKeyText(text: string): SaidKey | null {
  const [, network = "", role, settingsHash = "", policyId = ""] = ENROLL.exec(text) ?? [];
  if (role === "oracle" || role === "approver") return { kind: "enroll", network, role, settingsHash, policyId };
  const [, where = "", userId, key = ""] = PERSON.exec(text) ?? [];
  return userId === undefined ? null : { kind: "person", network: where, userId, key };
}

function amountOf([lovelace, quantity, label]: Said): SaidAmount {
  const tokens = quantity === undefined || label === undefined ? null : { quantity: BigInt(quantity), label };
  return { lovelace: BigInt(lovelace ?? 0), tokens };
}

function approverOf(kind: "addApprover" | "dropApprover", [key, threshold, of]: Said): ActEffect {
  return { kind, key: key ?? "", threshold: Number(threshold), of: Number(of) };
}
