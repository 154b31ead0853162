import type { Database } from "@/db/client";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, loadOutputs, refKey } from "../../followed/known-outputs";
import type { ReadTransaction } from "./read-candidates";
import { loadHolding } from "./token-rows";

export type Touched = {
  /** Ids of the subjects that each transaction concerns, ascending; none where a list was wrong. */
  readonly subjects: ReadonlyMap<Hex, readonly number[]>;
  /** What they spent, as far as our own books tell. */
  readonly known: KnownOutputs;
  /** Ids of the subjects that each output concerns which they spent, by `refKey`; none of what we do not hold. */
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
  const tokens = subjects.filter(({ kind }) => kind !== "game");
  const [known, holding] = await Promise.all([loadOutputs(db, others), loadHolding(db, others, tokens)]);
  const concernedBy = concernsOf(subjects);
  for (const ref of refs) {
    const output = atHand.get(ref.txHash)?.outputs.find(({ ref: { index } }) => index === ref.index);
    if (!output) continue;
    known.set(refKey(ref), output);
    holding.set(refKey(ref), concernedBy(output));
  }
  const touched = new Map<Hex, readonly number[]>();
  for (const { transaction } of read) {
    const { hash, inputs, outputs, mint } = transaction;
    const found = new Set(outputs.flatMap(concernedBy));
    for (const { ref } of inputs) {
      const key = refKey(ref);
      for (const id of holding.get(key) ?? []) found.add(id);
      for (const id of concernedBy({ address: known.get(key)?.address ?? "", assets: {} })) found.add(id);
    }
    for (const id of concernedBy({ address: "", assets: mint })) found.add(id);
    touched.set(
      hash,
      [...found].sort((a, b) => a - b),
    );
  }
  return { subjects: touched, known, holding };
}

/** Which subjects an output concerns: games by its address, tokens by what it holds. */
function concernsOf(subjects: readonly Followed[]) {
  const tokens = new Map(
    subjects.flatMap(({ kind, subject, id }) => (kind === "game" ? [] : [[subject, id] as const])),
  );
  const games = subjects.flatMap(({ kind, subject, id }) =>
    kind === "game" ? [{ id, address: playRuleOf(subject).gameAddress }] : [],
  );
  return ({ address, assets }: Pick<TxOutput, "address" | "assets">): number[] => [
    ...games.flatMap((game) => (game.address === address ? [game.id] : [])),
    ...Object.keys(assets).flatMap((unit) => tokens.get(unit) ?? []),
  ];
}
