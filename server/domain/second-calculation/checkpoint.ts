import { toCanonicalJson } from "../canonical";
import { contentHashOf } from "../hash";
import type { DayIndex, Hex } from "../units";
import type { ReplayState, ReplayTerms } from "./replay";

/*
 * A state of the replay as texts of bounded size, the same for the same state, so that it can be kept and be known by
 * the hash of its content.
 */

/** Raised when the same transactions would add up to something else, or are written otherwise. */
const FORMAT = 1;
const ROWS_A_PART = 10_000;

/** What a state depends on besides the chain: it is taken on only under the same. */
export function replayKeyOf({ rules, intervalMs }: ReplayTerms): Hex {
  const { prizeAsset, gameAddress, participation } = rules;
  const { minimumLovelace, playerDatumField, windowDays } = participation;
  const terms = { format: FORMAT, prizeAsset, gameAddress, minimumLovelace, playerDatumField, windowDays, intervalMs };
  return contentHashOf(toCanonicalJson(terms));
}

/** An output's "hash#index", address and quantity; or an identity's plays, and those of each day that still counts. */
type Part =
  | { readonly tokens: readonly (readonly [key: string, address: string, quantity: string])[] }
  | { readonly plays: readonly (readonly [identity: string, total: number, byDay: ByDay | null])[] };
type ByDay = readonly (readonly [DayIndex, number])[];

/** The state in parts of 10,000 rows, for days after `dayIndex`: only what they can still count is kept by day. */
export function* writeParts({ tokens, plays }: ReplayState, terms: ReplayTerms, dayIndex: DayIndex): Generator<string> {
  const { windowDays } = terms.rules.participation;
  for (const part of inParts(tokens)) {
    yield textOf({ tokens: part.map(([key, { address, quantity }]) => [key, address, String(quantity)]) });
  }
  const counts = ([day]: ByDay[number]) => windowDays !== null && day > dayIndex + 1 - windowDays;
  for (const part of inParts(plays)) {
    yield textOf({
      plays: part.map(([identity, { total, byDay }]) => [
        identity,
        total,
        byDay && [...byDay].filter(counts).sort(([a], [b]) => a - b),
      ]),
    });
  }
}

/** Adds what a part holds to the state. The text is one that `writeParts` made. */
export function readPart({ tokens, plays }: ReplayState, text: string): void {
  const part = JSON.parse(text) as Part;
  if ("tokens" in part) {
    for (const [key, address, quantity] of part.tokens) tokens.set(key, { address, quantity: BigInt(quantity) });
  } else {
    for (const [identity, total, byDay] of part.plays) plays.set(identity, { total, byDay: byDay && new Map(byDay) });
  }
}

const textOf = (part: Part) => JSON.stringify(part);

function* inParts<T>(rows: ReadonlyMap<string, T>): Generator<readonly (readonly [string, T])[]> {
  const keys = [...rows.keys()].sort();
  for (let at = 0; at < keys.length; at += ROWS_A_PART) {
    yield keys.slice(at, at + ROWS_A_PART).flatMap((key) => {
      const row = rows.get(key);
      return row === undefined ? [] : [[key, row] as const];
    });
  }
}
