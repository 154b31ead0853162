import { inArray } from "drizzle-orm";
import { followed as followedTable } from "@/db/schema";
import { sayContradiction } from "@/server/words/scan-contradiction";
import type { Context } from "../context";
import type { Followed } from "../followed/followed";
import { checkBlocks } from "./internal/check-blocks";
import { checkPlaces } from "./internal/check-places";
import { compareLists, demandAgreement } from "./internal/compare-lists";
import { Contradicted } from "./internal/contradicted";
import { findRemedy } from "./internal/find-remedy";
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
    // Times follow from it, and the source may have been wrong about it when it was asked last.
    const genesis = await ctx.source.genesis();
    await checkBlocks(ctx, range);
    const rows: Followed[] = await ctx.db
      .select()
      .from(followedTable)
      .where(inArray(followedTable.id, [...subjects]));
    const lists = await listSubjects(ctx.source, rows, range);
    demandAgreement(await compareLists(ctx, rows, lists, range));
    await checkPlaces(ctx, genesis, lists, range);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof Contradicted)) throw error;
    const remedy = await findRemedy(ctx, error);
    // Without a remedy it is the source's word against itself: what was read is not used until it agrees.
    if (remedy === null) return { ok: false, problem: sayContradiction(error.contradiction) };
    return { ok: false, problem: (await readAgain(ctx, error, remedy)).detail };
  }
}
