import { READ_ONLY, withTransaction } from "@/db/transaction";
import type { BlockHeader, TransactionRef } from "@/server/domain/ports";
import { compareHoldings } from "@/server/domain/second-opinion/compare-holdings";
import { type Differences, joinDifferences, listDifferences } from "@/server/domain/second-opinion/differences";
import type { AnsweredAt } from "@/server/domain/second-opinion/opinion";
import { type Change, type Held, possibleSums, rewindHoldings } from "@/server/domain/second-opinion/rewind";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { changesAbove } from "../../scan/changes-above";
import { newestEpoch } from "../../scan-epoch";
import { compareTransactions, type OurTransaction } from "./compare-transactions";
import { demandCommon } from "./meet";
import { NoAnswer, type Witness } from "./no-answer";
import { changesIn, holdingsInOrder, readHeightOf, transactionsOf } from "./our-books";

type Asks = Pick<Context, "db" | "source">;

export type ComparedTokens = {
  readonly at: AnsweredAt;
  /** How many hold the token at the block, by our books. */
  readonly holders: number;
  /** How much, by our books. */
  readonly quantity: bigint;
  readonly differences: Differences;
};

/** What a witness told between two blocks: its tip before it was asked, and after. */
type Told = {
  readonly from: BlockHeader;
  readonly to: BlockHeader;
  readonly holders: readonly Held[];
  readonly supply: bigint | null;
  readonly listed: readonly TransactionRef[];
};

/**
 * Compares holdings and supply at a block. A witness tells them only at its tip, so they are taken back by the token's
 * transactions since, which both must list alike: what those did is proven by their bytes. Throws `NoAnswer`.
 */
export async function compareTokens(
  ctx: Asks,
  witness: Witness,
  { height, token, tip }: { readonly height: Height; readonly token: Followed; readonly tip: BlockHeader },
): Promise<ComparedTokens> {
  const told = await ask(witness, { height, unit: token.subject, tip });
  await demandCommon(ctx, told.to);
  const ours = await readOurs(ctx, token, { from: height + 1, to: told.to.height });
  const lists = await compareTransactions(ctx, witness, {
    of: "token",
    subject: token,
    ours: ours.transactions,
    theirs: told.listed,
    range: { from: height + 1, to: told.to.height },
  });
  const asked = { from: told.from.height, to: told.to.height };
  const compared = await withTransaction(
    ctx.db,
    async (tx) => {
      const differences = listDifferences();
      const rewound = rewindHoldings(told.holders, ours.changes, asked);
      const held = await compareHoldings(holdingsInOrder(tx, token, height), rewound, differences);
      return { ...held, differences };
    },
    READ_ONLY,
  );
  const supplies = compareSupply(told.supply, compared.sum, possibleSums(ours.changes, asked));
  // What was read before is of the chain that the witness answered for only if nothing was taken back meanwhile.
  await demandCommon(ctx, told.to);
  await demandCommon(ctx, told.from);
  if ((await newestEpoch(ctx.db)) !== ours.epoch) throw new NoAnswer({ kind: "moved" });
  const { hash } = told.to;
  return {
    at: { height: told.to.height, hash },
    holders: compared.holders,
    quantity: compared.sum,
    differences: joinDifferences([supplies, lists, compared.differences]),
  };
}

async function ask(
  witness: Witness,
  { height, unit, tip: from }: { readonly height: Height; readonly unit: string; readonly tip: BlockHeader },
): Promise<Told> {
  const holders = await witness.assetHolders(unit);
  const supply = await witness.assetSupply(unit);
  const to = await witness.tip();
  if (to.height < from.height) throw new NoAnswer({ kind: "moved" });
  const listed = to.height > height ? await witness.assetTransactions(unit, height + 1, to.height) : [];
  return { from, to, holders, supply, listed };
}

type Ours = {
  readonly transactions: readonly OurTransaction[];
  readonly changes: readonly Change[];
  readonly epoch: number;
};

/** The token's transactions of these heights: from our books as far as they go, above that from the first source. */
async function readOurs(
  ctx: Asks,
  token: Followed,
  { from, to }: { readonly from: Height; readonly to: Height },
): Promise<Ours> {
  const { readTo, transactions, changes, epoch } = await withTransaction(
    ctx.db,
    async (tx) => {
      const readTo = Math.min(await readHeightOf(tx, token), to);
      const range = { from, to: readTo };
      const [held, moved] = [await transactionsOf(tx, token, range), await changesIn(tx, token, range)];
      return { readTo, transactions: held, changes: moved, epoch: await newestEpoch(tx) };
    },
    READ_ONLY,
  );
  if (readTo >= to) return { transactions, changes, epoch };
  const above = await ctx.source.assetTransactions(token.subject, Math.max(from, readTo + 1), to);
  const read = await changesAbove(ctx, token, above);
  const unread = read.transactions.map((each) => ({ ...each, blockHash: "", mustBeListed: true }));
  return { transactions: [...transactions, ...unread], changes: [...changes, ...read.changes], epoch };
}

/** `changed`: what the supply may have changed by since the block. */
function compareSupply(told: bigint | null, ours: bigint, changed: readonly bigint[]): Differences {
  const differences = listDifferences();
  const possible = told === null ? [] : changed.map((change) => told - change);
  if (possible.includes(ours)) return differences;
  differences.add({ what: "supply", ours: `${ours}`, theirs: possible[0] === undefined ? null : `${possible[0]}` });
  return differences;
}
