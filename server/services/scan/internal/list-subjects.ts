import type { ChainSource, TransactionRef } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";

/** What the source lists for each subject, by its id. */
export type Lists = ReadonlyMap<number, readonly TransactionRef[]>;

export type Heights = { readonly from: Height; readonly to: Height };

/** Asks once for subjects that share an address. */
export async function listSubjects(
  source: ChainSource,
  subjects: readonly Followed[],
  { from, to }: Heights,
): Promise<Lists> {
  const asked = new Map<string, Promise<TransactionRef[]>>();
  const ask = ({ kind, subject }: Followed) => {
    const name = kind === "game" ? playRuleOf(subject).gameAddress : subject;
    const known = asked.get(name);
    if (known) return known;
    const list =
      kind === "game" ? source.addressTransactions(name, from, to) : source.assetTransactions(name, from, to);
    asked.set(name, list);
    return list;
  };
  const lists = await Promise.all(subjects.map(async (each) => [each.id, await ask(each)] as const));
  return new Map(lists);
}

/** Everything listed at these heights, by height: each once. The same hash at two heights is two claims. */
export function candidatesOf(lists: Lists, { from, to }: Heights): TransactionRef[] {
  const found = new Map<string, TransactionRef>();
  const add = (key: string, ref: TransactionRef) => {
    const known = found.get(key);
    if (known === undefined) found.set(key, ref);
    else if (known.height !== ref.height) add(`${ref.height} ${ref.hash}`, ref);
  };
  for (const refs of lists.values()) {
    for (const ref of refs) {
      if (ref.height >= from && ref.height <= to) add(ref.hash, ref);
    }
  }
  return [...found.values()].sort((a, b) => a.height - b.height || (a.hash < b.hash ? -1 : 1));
}
