import { visible } from "../shown";
import { compareText } from "../text-order";
import type { DifferenceList } from "./differences";
import type { Held, Rewound } from "./rewind";

/** The longest address of Byron has 364 letters. What only a witness tells may be any text, and is stored. */
const MOST_ADDRESS = 400;

export type ComparedHoldings = { readonly holders: number; readonly sum: bigint };

/**
 * Compares what we hold with what a witness told, address by address, both in the order of the addresses' bytes: one
 * pass, of which nothing is kept but the differences. Answers how many hold the token by our books, and how much.
 */
export async function compareHoldings(
  ours: AsyncIterable<Held>,
  theirs: Iterable<Rewound>,
  differences: DifferenceList,
): Promise<ComparedHoldings> {
  const told = theirs[Symbol.iterator]();
  let next = told.next();
  let [holders, sum] = [0, 0n];
  const compare = (address: string, quantity: bigint, quantities: readonly bigint[]) => {
    if (quantities.includes(quantity)) return;
    differences.add({
      what: "holding",
      address: visible(address, MOST_ADDRESS),
      ours: `${quantity}`,
      theirs: `${quantities[0] ?? 0n}`,
    });
  };
  const onlyTold = ({ address, quantities }: Rewound) => compare(address, 0n, quantities);
  for await (const { address, quantity } of ours) {
    holders++;
    sum += quantity;
    for (; !next.done && compareText(next.value.address, address) < 0; next = told.next()) onlyTold(next.value);
    const isTold = !next.done && next.value.address === address;
    compare(address, quantity, isTold ? next.value.quantities : [0n]);
    if (isTold) next = told.next();
  }
  for (; !next.done; next = told.next()) onlyTold(next.value);
  return { holders, sum };
}
