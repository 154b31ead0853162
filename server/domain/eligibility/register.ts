import {
  type AddressProblem,
  addressKey,
  makeRewardAddress,
  type ParsedAddress,
  parseAddress,
  parseAddressKey,
} from "../cardano/address";
import { identityOf } from "../identity";
import type { Holding } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import { type DecisionCode, decisionCodeOf } from "./decision";
import { readHolders } from "./holders";

/** What one address adds to an entry of the register (db/schema/register.ts). */
export type RegisterPart = {
  readonly place: string;
  readonly address: string;
  readonly held: bigint;
  readonly counted: bigint;
  readonly notCounted: bigint;
};

/**
 * Where the tokens of addresses belong, and by which address an owner is known. Those that a script holds are the
 * script's, and no owner's by the stake part, which anybody can choose: there they only say why nothing counts. An
 * address without tokens names its owner.
 */
export function registerParts(rules: Rules, addresses: readonly Holding[]): RegisterPart[] {
  const { held, unresolved } = readHolders(rules, addresses);
  const counted = held.map(({ address, identity, quantity }) => ({
    ...{ place: identity, address: shownAs(address, parse(address)) },
    ...{ held: quantity, counted: quantity, notCounted: 0n },
  }));
  const rest = unresolved.flatMap(({ address, identity, quantity }): RegisterPart[] => {
    const parsed = parse(address);
    const part = { address: shownAs(address, parsed), held: quantity, counted: 0n, notCounted: quantity };
    const script = scriptOf(parsed);
    if (script === null) return [{ ...part, place: identity ?? address }];
    const ofScript = { ...part, place: script, address };
    return identity === null || identity === script ? [ofScript] : [ofScript, { ...part, place: identity, held: 0n }];
  });
  const named = addresses.flatMap(({ address, quantity }): RegisterPart[] => {
    if (quantity !== 0n) return [];
    const parsed = parse(address);
    const identity = ownerOf(parsed);
    const none = { held: 0n, counted: 0n, notCounted: 0n };
    return identity === null ? [] : [{ ...none, place: identity, address: shownAs(address, parsed) }];
  });
  return [...counted, ...rest, ...named];
}

/** The places of the register that an address can be found at. */
export function placesOf(address: string): string[] {
  const parsed = parseAddress(address);
  return [ownerOf(parsed), scriptOf(parsed), address].filter((place) => place !== null);
}

/** Of an address that stands in an output: an answer for each of hundreds of thousands is not remembered. */
const parse = (address: string) => parseAddressKey(addressKey(address));

const ownerOf = (parsed: ParsedAddress | AddressProblem) => ("problem" in parsed ? null : identityOf(parsed));

function scriptOf(parsed: ParsedAddress | AddressProblem): string | null {
  return "payment" in parsed && parsed.payment.kind === "script" ? `script:${parsed.payment.hash}` : null;
}

function shownAs(address: string, parsed: ParsedAddress | AddressProblem): string {
  return "stake" in parsed ? makeRewardAddress(parsed.networkId, parsed.stake) : address;
}

/** What is known of a place that may be an identity. */
export type KnownPlace = {
  readonly place: string | null;
  readonly plays: number;
  readonly playsInWindow: number;
  readonly counted: bigint;
  readonly notCounted: bigint;
};

/** A script never plays, so nothing can be owed to it, nor to an address that is nobody's. */
export function decisionOfPlace(rules: Rules, known: KnownPlace): DecisionCode {
  const { place, plays, playsInWindow, counted, notCounted } = known;
  if (!place?.startsWith("key:")) return "unpayable-address";
  const participation = plays === 0 ? null : { identity: place, plays, playsInWindow };
  const held = { payableQuantity: counted, unpayableQuantity: notCounted };
  return decisionCodeOf(rules, { identity: place, participation, ...held });
}
