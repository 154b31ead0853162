import { type AddressProblem, type ParsedAddress, parseAddress, parseAddressKey } from "./cardano/address";
import { isPayableAmount, isPayableAtAddress, minimumOutputLovelace, type PlainOutput } from "./cardano/minimum-output";
import { identityOf } from "./identity";
import { networkIdOfRules, type Rules } from "./rules/rules";
import type { Hex, Identity } from "./units";

/*
 * Who may be paid: Shelley addresses of this network whose payment part is a key, or a native script that the rules
 * allow by name, and whose owner is a key. An owner that is a script never plays, so nothing can be owed to it.
 */

/** Why no prize can be paid to an address. */
export type UnpayableReason =
  | "not-an-address"
  | "byron"
  | "pointer"
  | "stake-address"
  | "wrong-network"
  | "script"
  | "script-identity";

export type Recipient =
  | { readonly payable: true; readonly identity: Identity }
  | { readonly payable: false; readonly identity: Identity | null; readonly reason: UnpayableReason };

export type PayableTerms = { readonly networkId: 0 | 1; readonly allowedScripts: readonly Hex[] };

export function recipientReader(rules: Rules): (parsed: ParsedAddress | AddressProblem) => Recipient {
  const terms = payableTermsOf(rules);
  return (parsed) => readRecipient(parsed, terms);
}

export function payableTermsOf(rules: Rules): PayableTerms {
  return { networkId: networkIdOfRules(rules), allowedScripts: rules.allowedScripts };
}

function readRecipient(parsed: ParsedAddress | AddressProblem, { networkId, allowedScripts }: PayableTerms): Recipient {
  if ("problem" in parsed) return unpayable("not-an-address");
  if (parsed.kind === "byron") return unpayable("byron");
  if (parsed.networkId !== networkId) return unpayable("wrong-network");
  if (parsed.kind === "pointer") return unpayable("pointer");
  const identity = identityOf(parsed);
  if (!identity || parsed.kind === "reward") return unpayable("stake-address", identity);
  const { kind, hash } = parsed.payment;
  if (kind === "script" && !allowedScripts.includes(hash)) return unpayable("script", identity);
  if (identity.startsWith("script:")) return unpayable("script-identity", identity);
  return { payable: true, identity };
}

function unpayable(reason: UnpayableReason, identity: Identity | null = null): Recipient {
  return { payable: false, identity, reason };
}

/** Hashes of the keys and scripts that are the system's own: the pool terms' and the game's. */
export type Reserved = ReadonlySet<Hex>;

export function reservedOf(rules: Pick<Rules, "gameAddress">, hashes: Iterable<Hex>): Reserved {
  const game = parseAddress(rules.gameAddress);
  return new Set([...hashes, ...("payment" in game ? [game.payment.hash] : [])]);
}

/** Whether a key or script of the system's own can spend from the address, or owns it. */
export function isReserved(parsed: ParsedAddress | AddressProblem, reserved: Reserved): boolean {
  if ("payment" in parsed && reserved.has(parsed.payment.hash)) return true;
  return "stake" in parsed && reserved.has(parsed.stake.hash);
}

type RefusedAddress = UnpayableReason | "pool-address" | "reserved-address";
/** Why an output may not be in a plan. */
export type Refusal = { readonly reason: RefusedAddress | "below-minimum"; readonly text: string };

export type PlanTerms = PayableTerms & {
  /** The pool's own script, which is never paid, not even where the rules allow it. */
  readonly poolScript: Hex;
  readonly reserved: Reserved;
  readonly coinsPerUtxoByte: bigint;
};

/** Null when the output may be in a plan. One that cannot be paid would block every batch after it. */
export function refusalOf(output: PlainOutput, terms: PlanTerms): Refusal | null {
  const refusal = refusalOfAddress(parseAddress(output.address), terms);
  if (refusal || isPayableAmount(output, terms.coinsPerUtxoByte)) return refusal;
  return tooLittle(output, terms);
}

/** The same of an output of lovelace alone whose address is decoded already; `key`: its bytes in hex. */
export function refusalOfPayment(output: PlainOutput & { readonly key: Hex }, terms: PlanTerms): Refusal | null {
  const { key, lovelace } = output;
  const refusal = refusalOfAddress(parseAddressKey(key), terms);
  if (refusal || isPayableAtAddress(key.length / 2, lovelace, terms.coinsPerUtxoByte)) return refusal;
  return tooLittle(output, terms);
}

function refusalOfAddress(parsed: ParsedAddress | AddressProblem, terms: PlanTerms): Refusal | null {
  if ("payment" in parsed && parsed.payment.hash === terms.poolScript) return refuse("pool-address");
  if (isReserved(parsed, terms.reserved)) return refuse("reserved-address");
  const recipient = readRecipient(parsed, terms);
  return recipient.payable ? null : refuse(recipient.reason);
}

function tooLittle(output: PlainOutput, { coinsPerUtxoByte }: PlanTerms): Refusal {
  const minimum = minimumOutputLovelace(output, coinsPerUtxoByte);
  const text = `It would get ${output.lovelace} lovelace; the ledger takes no less than ${minimum}.`;
  return { reason: "below-minimum", text };
}

function refuse(reason: RefusedAddress): Refusal {
  return { reason, text: explainUnpayable(reason) };
}

const EXPLANATIONS: Record<RefusedAddress, string> = {
  "not-an-address": "It cannot be read as a Cardano address.",
  byron: "It is a Byron address, which belongs to no stake or payment key that could have played.",
  pointer: "It is a pointer address, which names its owner only indirectly.",
  "stake-address": "It is a stake address, which holds no tokens.",
  "wrong-network": "It belongs to another network than the game.",
  script: "It belongs to a script, which may be unable to spend a prize.",
  "script-identity": "Its owner is a script, and scripts do not play.",
  "pool-address": "It is the prize pool's own address.",
  "reserved-address": "It belongs to the game or to this service.",
};

export function explainUnpayable(reason: RefusedAddress): string {
  return EXPLANATIONS[reason];
}
