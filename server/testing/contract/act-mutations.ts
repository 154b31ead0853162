import { readCbor } from "@/server/domain/cardano/read-cbor";
import { cborBytes, cborHead } from "@/server/domain/cardano/write-cbor";
import { encodeAct } from "@/server/domain/contract/act-codec";
import type { InitAct, PoolAct } from "@/server/domain/contract/acts";
import type { Hex } from "@/server/domain/units";
import {
  add,
  at,
  type ByteMutation,
  inWitnesses,
  moreLovelace,
  NOBODY,
  put,
  remove,
  stranger,
  uint,
} from "./byte-mutations";
import { replaceAt } from "./edit-bytes";
import { TRACED } from "./mutant-pool";

/* Changes of acts' final bytes, and the reasons for which the verifier must refuse them; see byte-mutations.ts. */

const account = (hash: Hex) => cborBytes(`f0${hash}`);
const withdrawal = (hash: Hex, lovelace: bigint) => `a1${account(hash)}${uint(lovelace)}`;

/** What must be refused of any act. */
export function actMutations(act: PoolAct | InitAct): ByteMutation[] {
  const { hash } = TRACED.governor;
  const settings = { ...act.settings, threshold: act.settings.threshold + 1 };
  return [
    ["another amount withdrawn", put(at(5), withdrawal(hash, 1n)), /^withdrawals: is \w+: 1, should be \w+: 7000000/],
    ["another account", put(at(5), withdrawal("66".repeat(28), 7_000_000n)), /^withdrawals: is f06666/],
    ["no withdrawal", remove(at(5)), /^withdrawals: is none/],
    ["a reference input less", remove(at(18, 0)), /^reference inputs: is/],
    inAct({ ...act, settings }, "settings"),
    ["an approval of another act", withAct({ kind: "close", settings, approvals: [] }), /^the governor's redeemer: is/],
    ["a redeemer for another account", put(inWitnesses(5, 1, 1), "01"), /^redeemers: is/],
  ];
}

/** The act says something else in this field. */
export function inAct(other: PoolAct | InitAct, field: string): ByteMutation {
  return [`another ${field} in the act`, withAct(other), new RegExp(`^the governor's redeemer: ${field} is`)];
}

/** The governor's redeemer is the last. */
function withAct(act: PoolAct | InitAct) {
  return (cbor: Hex): Hex => {
    const redeemers = readCbor(Buffer.from(cbor, "hex"));
    const last = redeemersIn(redeemers) - 1;
    // The tag of the act's constructor is looked through: list, index and data are written anew.
    return replaceAt(cbor, inWitnesses(5, last), (old) => {
      const units = old.slice(-lengthOfUnits(old));
      return `84${cborHead(0, 3n)}00${encodeAct(act)}${units}`;
    });
  };
}

function redeemersIn(item: ReturnType<typeof readCbor>): number {
  const witnesses = item.kind === "array" ? item.items[1] : undefined;
  const list = witnesses?.kind === "map" ? witnesses.entries.at(-1)?.[1] : undefined;
  if (list?.kind !== "array") throw new Error("there are no redeemers");
  return list.items.length;
}

function lengthOfUnits(redeemer: Hex): number {
  const item = readCbor(Buffer.from(redeemer, "hex"));
  const units = item.kind === "array" ? item.items[3] : undefined;
  if (!units) throw new Error("a redeemer has units");
  return 2 * (units.end - units.start);
}

/** What must be refused of the output at this place, which `name` is for. */
export function outputMutations(place: number, name: string): ByteMutation[] {
  const is = (what: string) => new RegExp(`^output ${place} \\(${name}\\): ${what}: is`);
  return [
    [`a stranger's address for ${name}`, put(at(1, place, 0), stranger), is("address")],
    [`a lovelace less for ${name}`, moreLovelace(place, -1n), is("lovelace")],
    [`a datum for ${name}`, withField(place, `028201d81843d87980`), is("datum")],
    [`a script for ${name}`, withField(place, `03d818${cborBytes("82034100")}`), is("script")],
    [`no ${name}`, remove(at(1, place)), /^number of outputs: is|field 1 of the body: a list with nothing/],
  ];
}

/** An output that is a list becomes a map, which can hold more. */
function withField(place: number, field: Hex) {
  return (cbor: Hex): Hex =>
    replaceAt(cbor, at(1, place), (old) => {
      const item = readCbor(Buffer.from(old, "hex"));
      const slice = ({ start, end }: { start: number; end: number }) => old.slice(2 * start, 2 * end);
      const entries =
        item.kind === "array"
          ? item.items.map((part, key) => `0${key}${slice(part)}`)
          : item.kind === "map"
            ? item.entries
                .map(([key, part]) => slice(key) + slice(part))
                .filter((entry) => !entry.startsWith(field.slice(0, 2)))
            : [];
      return `a${entries.length + 1}${entries.join("")}${field}`;
    });
}

export const MINTS_MORE: ByteMutation = [
  "tokens minted",
  add(at(), `09a1${cborBytes("33".repeat(28))}a14101${uint(5n)}`),
  /^mint: is 5 3333/,
];

const mintOf = (quantity: Hex) => `a1${cborBytes(TRACED.policyId)}a1${cborBytes("504f4f4c")}${quantity}`;

export const OTHER_MINT: readonly ByteMutation[] = [
  ["two state tokens", put(at(9), mintOf("02")), /^mint: is 2 /],
  ["two state tokens burnt", put(at(9), mintOf("21")), /^mint: is -2 /],
  ["none of the state token", put(at(9), mintOf("00")), /with nothing of it/],
  ["no mint", remove(at(9)), /^mint: is none/],
];

export const SIGNATORY: readonly ByteMutation[] = [
  ["a stranger as the signatory", put(at(14, 0), cborBytes(NOBODY.hash)), /^signatories: is/],
  ["no signatory", remove(at(14)), /^signatories: is none/],
];

export const NO_SIGNATORY: ByteMutation = [
  "a signatory",
  add(at(), `0e81${cborBytes(NOBODY.hash)}`),
  /^signatories: is \w+, should be none/,
];
