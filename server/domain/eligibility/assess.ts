import { type ParsedAddress, parseAddress } from "../cardano/address";
import { identityOf } from "../identity";
import { sum } from "../integers";
import type { Participation } from "../participation/tally";
import type { Holding, SnapshotBlock } from "../rewards/snapshot";
import { networkIdOfRules, type Rules } from "../rules/rules";
import type { Identity } from "../units";
import { explainUnpayable, type UnpayableReason } from "../who-may-be-paid";
import { type Decision, decideEligibility } from "./decision";
import { readHolders, type UnresolvedHolding } from "./holders";

/** The owner of a typed address. */
export type Asked =
  | { readonly kind: "identity"; readonly identity: Identity }
  /** An address, but of no one who could be eligible: decision code `unpayable-address`. */
  | { readonly kind: "unpayable"; readonly reason: UnpayableReason; readonly text: string }
  | { readonly kind: "problem"; readonly text: string };

/** Reads what was typed: a payment or a stake address of the game's network. */
export function readAskedAddress(rules: Rules, text: string): Asked {
  const parsed: ParsedAddress | { problem: string } = parseAddress(text);
  if ("problem" in parsed) return { kind: "problem", text: parsed.problem };
  if (parsed.kind === "byron" || parsed.kind === "pointer") {
    return { kind: "unpayable", reason: parsed.kind, text: explainUnpayable(parsed.kind) };
  }
  const networkId = networkIdOfRules(rules);
  if (parsed.networkId !== networkId) {
    const name = (id: 0 | 1) => (id === 1 ? "mainnet" : "a test network");
    return {
      kind: "problem",
      text: `This address belongs to ${name(parsed.networkId)}, but the game runs on ${name(networkId)}.`,
    };
  }
  const identity = identityOf(parsed);
  if (!identity || identity.startsWith("script:")) {
    return { kind: "unpayable", reason: "script-identity", text: explainUnpayable("script-identity") };
  }
  return { kind: "identity", identity };
}

export type Assessment = {
  readonly decision: Decision;
  /** Its tokens that do not count, with the reason. */
  readonly unresolved: readonly UnresolvedHolding[];
};

type KnownOfIdentity = {
  readonly identity: Identity;
  readonly participation: Participation | null;
  /** Of all its addresses. */
  readonly holdings: Iterable<Holding>;
};

/** Decides for one identity from the rows known of it. */
export function assessIdentity(
  rules: Rules,
  { identity, participation, holdings }: KnownOfIdentity,
  block: SnapshotBlock,
): Assessment {
  const book = readHolders(rules, holdings);
  const rows = book.held.filter((row) => row.identity === identity);
  const unresolved = book.unresolved.filter((row) => row.identity === identity);
  const facts = {
    identity,
    participation,
    payableQuantity: sum(rows.map((row) => row.quantity)),
    unpayableQuantity: sum(unresolved.map((row) => row.quantity)),
  };
  return { decision: decideEligibility(rules, facts, block), unresolved };
}
