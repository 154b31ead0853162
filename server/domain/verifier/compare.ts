import { hexToBytes } from "@noble/hashes/utils";
import { addressWords } from "./addresses";
import { differData } from "./data";
import type { FoundOutput } from "./read-output";
import type { Found } from "./read-transaction";
import { isRight, keyHash } from "./signatures";
import type { Wanted, WantedOutput } from "./wanted";

/* What the bytes say beside what they should say, each difference in words. */

export function compare(found: Found, wanted: Wanted): string[] {
  return [
    ...differ("inputs", sorted(found.inputs), sorted(wanted.inputs)),
    ...differ("reference inputs", sorted(found.referenceInputs), sorted(wanted.referenceInputs)),
    ...differ("signatories", sorted(found.signatories), sorted(wanted.signatories)),
    ...differ("withdrawals", list(found.withdrawals), list(wanted.withdrawals)),
    ...differ("accounts opened", list(found.opened), list(wanted.opened)),
    ...differ("mint", showAssets(found.mint), showAssets(wanted.mint)),
    ...compareRedeemers(found, wanted),
    ...differ("number of outputs", found.outputs.length, wanted.outputs.length),
    ...wanted.outputs.flatMap((output, place) => {
      const there = found.outputs[place];
      return there ? differOutput(`output ${place} (${output.what})`, there, output) : [];
    }),
    ...compareSignatures(found, wanted),
  ];
}

function compareRedeemers({ redeemers }: Found, wanted: Wanted): string[] {
  const pointers = redeemers.map(({ pointer }) => pointer);
  return [
    ...differ("redeemers", list(pointers), list(wanted.redeemers.map(({ pointer }) => pointer))),
    ...wanted.redeemers.flatMap(({ what, pointer, data }) => {
      const there = redeemers.find((redeemer) => redeemer.pointer === pointer);
      return there ? differData(what, there.data, data) : [];
    }),
  ];
}

/** Each that is there must be right, and of somebody who has to sign. */
function compareSignatures({ witnesses, txHash }: Found, { signers }: Wanted): string[] {
  return witnesses.flatMap(({ key, signature }) => {
    const owner = keyHash(key);
    if (!isRight(key, signature, hexToBytes(txHash))) return [`the signature of ${owner} does not verify`];
    return signers.includes(owner) ? [] : [`${owner} has signed, and nobody has asked for that`];
  });
}

export function differOutput(what: string, found: FoundOutput, wanted: WantedOutput): string[] {
  const { datum } = wanted;
  return [
    ...(found.address === wanted.address
      ? []
      : differ(`${what}: address`, addressWords(found.address), addressWords(wanted.address))),
    ...differ(`${what}: lovelace`, found.lovelace, wanted.lovelace),
    ...differ(`${what}: assets`, showAssets(found.assets), showAssets(wanted.assets)),
    ...differ(`${what}: script`, found.scriptHash ?? "none", wanted.scriptHash ?? "none"),
    ...(datum && found.datum !== null
      ? differData(`${what}: datum`, found.datum, datum)
      : differ(`${what}: datum`, found.datum ?? "none", datum ? "there" : "none")),
  ];
}

export function differ<T extends string | number | bigint>(what: string, found: T, wanted: T): string[] {
  return found === wanted ? [] : [`${what}: is ${found}, should be ${wanted}`];
}

const list = (values: readonly string[]): string => (values.length === 0 ? "none" : values.join(", "));
const sorted = (values: readonly string[]): string => list([...values].sort());
const showAssets = (assets: ReadonlyMap<string, bigint>): string =>
  sorted([...assets].map(([unit, quantity]) => `${quantity} ${unit}`));
