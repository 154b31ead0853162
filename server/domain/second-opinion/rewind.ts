import { compareText } from "../text-order";
import type { Height } from "../units";

export type Held = { readonly address: string; readonly quantity: bigint };

/** By how much a block changed what an address holds. */
export type Change = Held & { readonly height: Height };

/**
 * What an address held at an earlier block. There are several possibilities where the chain moved on while a server was
 * asked: it may have answered at any of these blocks.
 */
export type Rewound = { readonly address: string; readonly quantities: readonly bigint[] };

/** The heights between which an answer was given: it shows the chain at one of them. */
export type Asked = { readonly from: Height; readonly to: Height };

/**
 * Takes holdings that were told between two heights back to an earlier block, by all that the token's own transactions
 * changed since. `changes` begin above that block and reach to `asked.to`. Answers by address, in the order of its
 * bytes; an address that is told twice holds both amounts.
 */
export function* rewindHoldings(told: readonly Held[], changes: readonly Change[], asked: Asked): Generator<Rewound> {
  const since = changesSince(changes, asked);
  const untold = [...since.keys()].sort(compareText);
  const inOrder = [...told].sort((a, b) => compareText(a.address, b.address));
  let [at, next] = [0, 0];
  while (at < inOrder.length || next < untold.length) {
    const [row, moved] = [inOrder[at], untold[next]];
    if (row === undefined || (moved !== undefined && compareText(moved, row.address) < 0)) {
      yield rewound(moved ?? "", 0n, since);
      next++;
      continue;
    }
    const { address } = row;
    let quantity = 0n;
    for (; inOrder[at]?.address === address; at++) quantity += inOrder[at]?.quantity ?? 0n;
    if (moved === address) next++;
    yield rewound(address, quantity, since);
  }
}

function rewound(address: string, quantity: bigint, since: ReadonlyMap<string, readonly bigint[]>): Rewound {
  return { address, quantities: (since.get(address) ?? [0n]).map((change) => quantity - change) };
}

/** By address: what the changes add up to at each height of the answer at which they are another sum. */
function changesSince(changes: readonly Change[], asked: Asked): Map<string, bigint[]> {
  const byAddress = new Map<string, Change[]>();
  for (const change of changes) {
    const known = byAddress.get(change.address);
    if (known) known.push(change);
    else byAddress.set(change.address, [change]);
  }
  return new Map([...byAddress].map(([address, own]) => [address, possibleSums(own, asked)]));
}

/** The sums that changes may have come to where an answer was given between two heights. The lowest one's is first. */
export function possibleSums(changes: readonly Omit<Change, "address">[], { from }: Pick<Asked, "from">): bigint[] {
  let sum = 0n;
  const later = new Map<Height, bigint>();
  for (const { height, quantity } of changes) {
    if (height <= from) sum += quantity;
    else later.set(height, (later.get(height) ?? 0n) + quantity);
  }
  const sums = [sum];
  for (const [, quantity] of [...later].sort(([a], [b]) => a - b)) {
    sum += quantity;
    sums.push(sum);
  }
  return sums;
}
