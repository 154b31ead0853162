import { inParallel } from "@/server/domain/in-parallel";
import type { TransactionRef } from "@/server/domain/ports";
import { compareLists } from "@/server/domain/second-opinion/compare-lists";
import { type DifferenceList, listDifferences } from "@/server/domain/second-opinion/differences";
import type { Height, Hex } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { lookUpListed } from "../../scan/look-up-listed";
import type { Witness } from "./no-answer";

/** A transaction of ours. `blockHash` is empty where we hold no blocks. */
export type OurTransaction = {
  readonly hash: Hex;
  readonly height: Height;
  readonly blockHash: Hex;
  readonly valid: boolean;
  readonly runsScripts: boolean;
  /** Servers do not agree about what merely touches an address; what decides who is paid has to be listed. */
  readonly mustBeListed: boolean;
};

type Lists = {
  readonly of: "game" | "token";
  readonly subject: Followed;
  readonly ours: readonly OurTransaction[];
  readonly theirs: readonly TransactionRef[];
  readonly range: { readonly from: Height; readonly to: Height };
};

/** Of what only a witness lists: where kinds of servers list differently, there are many. */
const LOOKED_UP_AT_ONCE = 100;

/**
 * Compares what a witness lists of heights with what we hold, both ways, and whether scripts succeeded where any ran.
 * What only the witness lists is looked up: it may concern nobody.
 */
export async function compareTransactions(
  ctx: Pick<Context, "db" | "source">,
  witness: Witness,
  { of, subject, ours, theirs, range }: Lists,
): Promise<DifferenceList> {
  const differences = listDifferences();
  const { both, oursOnly, theirsOnly } = compareLists(ours, theirs, range);
  for (const { held, theirs: told } of oursOnly) {
    if (!held.mustBeListed && told === null) continue;
    differences.add({ what: "transaction", of, hash: held.hash, ours: held.height, theirs: told });
  }
  for (let at = 0; at < theirsOnly.length; at += LOOKED_UP_AT_ONCE) {
    if (differences.isFull) {
      differences.addUnseen(theirsOnly.length - at);
      break;
    }
    const listed = theirsOnly.slice(at, at + LOOKED_UP_AT_ONCE);
    const found = await inParallel(listed, (each) => lookUpListed(ctx, subject, each));
    for (const [index, { hash, height }] of listed.entries()) {
      if (found[index] === "nobody") continue;
      differences.add({ what: "transaction", of, hash, ours: null, theirs: height });
    }
  }
  await comparePlaces(
    witness,
    both.filter(({ runsScripts }) => runsScripts),
    differences,
  );
  return differences;
}

/** Without scripts nothing can fail, and its block's own list has said where it is. */
async function comparePlaces(
  witness: Witness,
  held: readonly OurTransaction[],
  differences: DifferenceList,
): Promise<void> {
  const places = await inParallel(held, ({ hash }) => witness.transactionPlace(hash));
  for (const [index, { hash, height, blockHash, valid }] of held.entries()) {
    const place = places[index] ?? null;
    const isThere = place?.height === height && (blockHash === "" || place.blockHash === blockHash);
    if (place === null || !isThere) {
      const theirs = place && `block ${place.height} ${place.blockHash}`;
      differences.add({ what: "place", hash, ours: `block ${height} ${blockHash}`.trimEnd(), theirs });
    } else if (place.valid !== valid) {
      differences.add({ what: "validity", hash, height, ours: valid, theirs: place.valid });
    }
  }
}
