import { and, arrayOverlaps, eq, gte, inArray, lte } from "drizzle-orm";
import { chainTransaction, followed as followedTable } from "@/db/schema";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";
import type { Followed } from "../followed/followed";
import { checkBlocks } from "./internal/check-blocks";
import { compareLists, demandAgreement } from "./internal/compare-lists";
import { Contradicted } from "./internal/contradicted";
import { inParallel } from "./internal/in-parallel";
import { type Heights, listSubjects } from "./internal/list-subjects";
import { readAgain } from "./read-again";

export type Checked = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/**
 * Whether the source still says of these heights what was read of them, before they decide who is paid: its blocks
 * and lists are compared both ways, and validity is asked for again where scripts ran. Else they are read again: in
 * words.
 */
export async function checkRange(ctx: Context, subjects: readonly number[], range: Heights): Promise<Checked> {
  if (range.from > range.to) return { ok: true };
  try {
    await checkBlocks(ctx, range);
    const rows: Followed[] = await ctx.db
      .select()
      .from(followedTable)
      .where(inArray(followedTable.id, [...subjects]));
    demandAgreement(await compareLists(ctx, rows, await listSubjects(ctx.source, rows, range), range));
    await checkValidity(ctx, subjects, range);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof Contradicted)) throw error;
    // Without a remedy it is the source's word against itself: what was read is not used until it agrees.
    if (error.remedy === null) return { ok: false, problem: sayContradiction(error.contradiction) };
    return { ok: false, problem: (await readAgain(ctx, error, error.remedy)).detail };
  }
}

async function checkValidity(ctx: Context, subjects: readonly number[], { from, to }: Heights): Promise<void> {
  const { hash, height, blockHash, valid } = chainTransaction;
  const rows = await ctx.db
    .select({ hash, height, blockHash, valid, subjects: chainTransaction.subjects })
    .from(chainTransaction)
    .where(
      and(
        gte(height, from),
        lte(height, to),
        eq(chainTransaction.runsScripts, true),
        arrayOverlaps(chainTransaction.subjects, [...subjects]),
      ),
    );
  await inParallel(rows, async (row) => {
    const { hash: id } = row;
    const place = await ctx.source.transactionPlace(id);
    if (!place) throw new Contradicted({ kind: "no-place", hash: id, height: row.height });
    if (place.blockHash !== row.blockHash) {
      throw new Contradicted({ kind: "other-place", hash: id, expected: row.blockHash, got: place.blockHash });
    }
    if (place.valid === row.valid) return;
    const remedy = { subjects: row.subjects.filter((subject) => subjects.includes(subject)), from: row.height };
    throw new Contradicted({ kind: "other-validity", hash: id, bytesSay: row.valid, sourceSays: place.valid }, remedy);
  });
}
