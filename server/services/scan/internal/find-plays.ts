import type { Database } from "@/db/client";
import { findPlay, type PlayResult } from "@/server/domain/participation/play";
import type { ChainSource, ChainTransaction, OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, withInputs } from "../../followed/known-outputs";
import { lookUpOutputs } from "./look-up-outputs";
import { loadMissing } from "./missing-bytes";

type Asks = { readonly db: Database; readonly source: ChainSource };

export type FoundPlay = {
  readonly game: Followed;
  readonly transaction: ChainTransaction;
  readonly result: PlayResult;
};
export type Waiting = Pick<FoundPlay, "game" | "transaction">;

/** Earlier transactions that may be fetched now. A play may name 400 inputs: it waits, and delays nothing else. */
export type Budget = {
  left: number;
  /** Asks also for what the source did not have a while ago. */
  readonly asksAgain?: boolean;
};

/** Whose plays these are, as far as the budget reaches; `unknown-player` where it did not. */
export async function findPlays(
  asks: Asks,
  payments: readonly Waiting[],
  known: KnownOutputs,
  budget: Budget,
): Promise<FoundPlay[]> {
  const judge = ({ game, transaction }: Waiting): FoundPlay => ({
    game,
    transaction,
    result: findPlay(withInputs(transaction, known), playRuleOf(game.subject)),
  });
  let plays = payments.map(judge);
  const unknown = plays.flatMap(missingOf).map(({ txHash }) => txHash);
  const asked = budget.asksAgain ? new Set<Hex>() : await loadMissing(asks.db, unknown);
  for (;;) {
    const missing = plays.map(missingOf).filter((refs) => refs.length > 0);
    const hashes = chooseNext(missing, asked, budget);
    if (hashes.size === 0) return plays;
    const refs = missing.flat().filter(({ txHash }) => hashes.has(txHash));
    await lookUpOutputs(asks, refs, known);
    plays = plays.map((play) => (missingOf(play).some(({ txHash }) => hashes.has(txHash)) ? judge(play) : play));
  }
}

const missingOf = ({ result }: FoundPlay) => (result.kind === "unknown-player" ? result.missing : []);

/** One earlier transaction for each play that is still open, since the next may be enough; the cheapest plays first. */
function chooseNext(missing: readonly (readonly OutRef[])[], asked: Set<Hex>, budget: Budget): Set<Hex> {
  const open = missing.map((refs) => [...new Set(refs.map(({ txHash }) => txHash))]);
  const chosen = new Set<Hex>();
  for (const hashes of open.sort((a, b) => a.length - b.length)) {
    if (budget.left <= 0) break;
    const next = hashes.find((hash) => !asked.has(hash));
    if (next === undefined || hashes.some((hash) => chosen.has(hash))) continue;
    chosen.add(next);
    asked.add(next);
    budget.left -= 1;
  }
  return chosen;
}
