import { and, eq, gt, min } from "drizzle-orm";
import { agreedHistory, scanRevision } from "@/db/schema";
import type { Differences } from "@/server/domain/second-opinion/differences";
import type { NamedSource } from "@/server/domain/second-opinion/opinion";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import { type Followed, playRuleOf } from "../../followed/followed";
import { newestEpoch } from "../../scan-epoch";
import { compareTransactions } from "./compare-transactions";
import { NoAnswer, type Witness } from "./no-answer";
import { heightOfMost, readHeightOf, transactionsOf } from "./our-books";

type Asks = Pick<Context, "db" | "source">;

/** Of ours at once: bounds time and memory of a step. What agreed is remembered, so no history is begun again. */
const TRANSACTIONS_AT_ONCE = 20_000;
/** Of so many of them one may run scripts: the witness is asked for each of these by itself, while payments wait. */
const FOR_ONE_WITH_SCRIPTS = 40;

/** What of a game's history was compared now; `isAll`: nothing is left up to the block. */
export type ComparedPlays = { readonly to: Height; readonly isAll: boolean; readonly differences: Differences };

/**
 * Compares the next stretch of what was played up to a block that this witness has not agreed about yet: the whole
 * history once, later the days' own. Throws `NoAnswer`.
 */
export async function compareNextPlays(
  ctx: Asks,
  witness: Witness,
  {
    game,
    height,
    atOnce = TRANSACTIONS_AT_ONCE,
  }: { readonly game: Followed; readonly height: Height; readonly atOnce?: number },
): Promise<ComparedPlays> {
  const scanEpoch = await newestEpoch(ctx.db);
  // After the epoch: what is undone from now on is a newer one. What is read later is not, so it must be read by now.
  const readTo = await readHeightOf(ctx.db, game);
  if (readTo < height) throw new NoAnswer({ kind: "unread", readTo, needs: height });
  const from = (await agreedTo(ctx, witness, game.id)) + 1;
  if (from > height) return { to: height, isAll: true, differences: { rows: [], total: 0 } };
  const some = await heightOfMost(ctx.db, game, { from, to: height }, atOnce);
  const scripts = Math.ceil(atOnce / FOR_ONE_WITH_SCRIPTS);
  const to = await heightOfMost(ctx.db, game, { from, to: some, scriptsOnly: true }, scripts);
  const differences = await comparePlays(ctx, witness, { game, from, to });
  if (differences.total === 0) {
    const row = { witness: keyOf(witness), gameId: game.id, height: to, scanEpoch };
    await ctx.db
      .insert(agreedHistory)
      .values(row)
      .onConflictDoUpdate({ target: [agreedHistory.witness, agreedHistory.gameId], set: row });
  }
  return { to, isAll: to >= height, differences };
}

/** Compares all that was played at these heights. */
export async function comparePlays(
  ctx: Asks,
  witness: Witness,
  { game, from, to }: { readonly game: Followed; readonly from: Height; readonly to: Height },
): Promise<Differences> {
  const range = { from, to };
  const theirs = await witness.addressTransactions(playRuleOf(game.subject).gameAddress, from, to);
  const ours = await transactionsOf(ctx.db, game, range);
  return compareTransactions(ctx, witness, { of: "game", subject: game, ours, theirs, range });
}

/** -1 before anything. What changed in our own books since is compared again. */
async function agreedTo({ db }: Pick<Asks, "db">, witness: NamedSource, gameId: number): Promise<Height> {
  const [agreed] = await db
    .select()
    .from(agreedHistory)
    .where(and(eq(agreedHistory.witness, keyOf(witness)), eq(agreedHistory.gameId, gameId)));
  if (!agreed) return -1;
  const [changed] = await db
    .select({ from: min(scanRevision.fromHeight) })
    .from(scanRevision)
    .where(gt(scanRevision.epoch, agreed.scanEpoch));
  return Math.min(agreed.height, (changed?.from ?? Number.POSITIVE_INFINITY) - 1);
}

/** Another server is another witness. */
function keyOf({ kind, name }: NamedSource): string {
  return `${kind} ${name}`;
}
