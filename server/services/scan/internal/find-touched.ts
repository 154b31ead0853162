import type { Database } from "@/db/client";
import type { AssetUnit, Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, knownOf, loadOutputs, refKey } from "../../followed/known-outputs";
import type { ReadTransaction } from "./read-candidates";

export type Touched = {
  /** Ids of the subjects that each transaction concerns, ascending; none where a list was wrong. */
  readonly subjects: ReadonlyMap<Hex, readonly number[]>;
  /** What they spent, as far as our own books tell. */
  readonly known: KnownOutputs;
  /** Ids of the tokens in each output that they spent, by `refKey`; none where our books do not know it. */
  readonly holding: ReadonlyMap<string, readonly number[]>;
};

type Read = {
  readonly read: readonly ReadTransaction[];
  /** Came before them, and may not be in our books yet. */
  readonly before: readonly ReadTransaction[];
};

/** What transactions concern, by what they do and not by which list they were in. */
export async function findTouched(
  db: Database,
  { read, before }: Read,
  subjects: readonly Followed[],
): Promise<Touched> {
  const atHand = new Map([...before, ...read].map(({ transaction }) => [transaction.hash, transaction]));
  const refs = read.flatMap(({ transaction }) => transaction.inputs.map(({ ref }) => ref));
  const others = refs.filter(({ txHash }) => !atHand.has(txHash));
  const known = await loadOutputs(db, others);
  const holding = new Map<string, number[]>();
  const concerns = concernsOf(subjects);
  const touched = new Map<Hex, readonly number[]>();
  for (const { transaction } of read) {
    const { hash, inputs, outputs, mint } = transaction;
    const found = new Set<number>();
    for (const output of outputs) {
      concerns.byAddress(output.address, found);
      concerns.byTokens(Object.keys(output.assets), found);
    }
    for (const { ref } of inputs) {
      const key = refKey(ref);
      const output = atHand.get(ref.txHash)?.outputs.find(({ ref: { index } }) => index === ref.index);
      if (output) known.set(key, knownOf(output));
      const spent = known.get(key);
      if (!spent) continue;
      concerns.byAddress(spent.address, found);
      const held = concerns.byTokens(spent.units, found);
      if (held.length > 0) holding.set(key, held);
    }
    concerns.byTokens(Object.keys(mint), found);
    touched.set(
      hash,
      [...found].sort((a, b) => a - b),
    );
  }
  return { subjects: touched, known, holding };
}

/** Which subjects an output concerns, added to those found: games by its address, tokens by what it holds. */
function concernsOf(subjects: readonly Followed[]) {
  const [tokens, games] = [new Map<AssetUnit, number>(), new Map<string, number[]>()];
  for (const { kind, subject, id } of subjects) {
    if (kind !== "game") tokens.set(subject, id);
    else {
      const { gameAddress } = playRuleOf(subject);
      games.set(gameAddress, [...(games.get(gameAddress) ?? []), id]);
    }
  }
  return {
    byAddress(address: string, found: Set<number>): void {
      for (const id of games.get(address) ?? []) found.add(id);
    },
    /** Answers those that these units are. */
    byTokens(units: readonly AssetUnit[], found: Set<number>): number[] {
      const ids = units.flatMap((unit) => tokens.get(unit) ?? []);
      for (const id of ids) found.add(id);
      return ids;
    },
  };
}
