import { and, arrayOverlaps, asc, between, eq, getTableColumns, isNull, ne, or } from "drizzle-orm";
import { blockHeader, chainTransaction } from "@/db/schema";
import { slotToMsByEras } from "@/server/domain/cardano/slot-clock";
import { inParallel } from "@/server/domain/in-parallel";
import type { Genesis } from "@/server/domain/ports";
import type { Context } from "../../context";
import { Contradicted } from "./contradicted";
import { candidatesOf, type Heights, type Lists } from "./list-subjects";
import { NO_BLOCK } from "./read-candidates";
import { sayPlace } from "./say-place";

/**
 * What is only the source's word, asked for again: whether scripts succeeded, where they ran; and, of history of which
 * we hold no blocks, the place of what a list dates otherwise.
 */
export async function checkPlaces(ctx: Context, genesis: Genesis, lists: Lists, { from, to }: Heights): Promise<void> {
  const subjects = [...lists.keys()];
  // Without the outputs: a range may hold all of a game's history.
  const { outputs: _, spends: __, ...held } = getTableColumns(chainTransaction);
  const rows = await ctx.db
    .select({ row: held, block: blockHeader })
    .from(chainTransaction)
    .leftJoin(blockHeader, eq(blockHeader.height, held.height))
    .where(
      and(
        between(held.height, from, to),
        arrayOverlaps(held.subjects, subjects),
        or(
          held.runsScripts,
          isNull(blockHeader.height),
          ne(blockHeader.slot, held.slot),
          ne(blockHeader.timeMs, held.timeMs),
        ),
      ),
    )
    .orderBy(asc(held.height));
  const times = new Map(candidatesOf(lists, { from, to }).map((listed) => [keyOf(listed), listed.timeSeconds]));
  // Of a block of ours the query has found those that are; of others their times tell.
  const isDoubtful = ({ row, block }: (typeof rows)[number]) =>
    row.runsScripts ||
    block !== null ||
    times.get(keyOf(row)) !== secondsOf(row) ||
    slotToMsByEras(genesis, row.slot) !== row.timeMs;
  const problems = await inParallel(rows.filter(isDoubtful), async ({ row, block }) => {
    const { hash, height, valid } = row;
    const remedy = { subjects: row.subjects.filter((subject) => subjects.includes(subject)), from: height };
    const place = await ctx.source.transactionPlace(hash);
    if (!place) return new Contradicted({ kind: "no-place", hash, height });
    const blockHash = row.blockHash === NO_BLOCK ? place.blockHash : row.blockHash;
    const [expected, got] = [sayPlace({ ...row, blockHash, valid: place.valid }), sayPlace(place)];
    // Where its block is ours, as its own list has said, it is the source's word against itself.
    const isOurs = block !== null && sayPlace({ ...row, ...block, blockHash: block.hash }) === sayPlace(row);
    if (expected !== got) {
      return new Contradicted({ kind: "other-place", hash, expected, got }, isOurs ? null : remedy);
    }
    if (place.valid === valid) return null;
    return new Contradicted({ kind: "other-validity", hash, bytesSay: valid, sourceSays: place.valid }, remedy);
  });
  // The lowest first: reading again from there mends those above as well.
  const found = problems.filter((problem) => problem !== null);
  const lowest = found.find(({ remedy }) => remedy !== null) ?? found[0];
  if (lowest) throw lowest;
}

const keyOf = ({ hash, height }: { readonly hash: string; readonly height: number }) => `${height} ${hash}`;
const secondsOf = ({ timeMs }: { readonly timeMs: number }) => Math.floor(timeMs / 1_000);
