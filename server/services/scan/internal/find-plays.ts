import type { Database } from "@/db/client";
import { findPlay, type PlayResult } from "@/server/domain/participation/play";
import type { ChainSource, ChainTransaction, OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Followed, playRuleOf } from "../../followed/followed";
import { type KnownOutputs, withInputs } from "../../followed/known-outputs";
import { inParallel } from "./in-parallel";
import { lookUpOutputs } from "./look-up-outputs";

type Asks = { readonly db: Database; readonly source: ChainSource };

export type FoundPlay = {
  readonly game: Followed;
  readonly transaction: ChainTransaction;
  readonly result: PlayResult;
};
export type Waiting = Pick<FoundPlay, "game" | "transaction">;

/** Earlier transactions that may be fetched now. A play may name 400 inputs: it waits, and delays nothing else. */
export type Budget = { left: number };

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
  const found = payments.map(judge);
  const open = found.filter(({ result }) => result.kind === "unknown-player").sort((a, b) => costOf(a) - costOf(b));
  const settled = new Map<FoundPlay, FoundPlay>();
  await inParallel(open, async (play) => {
    settled.set(play, await settle(asks, play, { known, judge, budget }));
  });
  return found.map((play) => settled.get(play) ?? play);
}

type Settling = {
  readonly known: KnownOutputs;
  readonly judge: (play: Waiting) => FoundPlay;
  readonly budget: Budget;
};

/** Asks for one earlier transaction after the other until the player is certain. */
async function settle(asks: Asks, first: FoundPlay, { known, judge, budget }: Settling): Promise<FoundPlay> {
  const asked = new Set<Hex>();
  let play = first;
  while (play.result.kind === "unknown-player") {
    const refs = play.result.missing;
    const hash = refs.find(({ txHash }) => !asked.has(txHash))?.txHash;
    if (hash === undefined || budget.left <= 0) return play;
    asked.add(hash);
    budget.left -= 1;
    await lookUpOutputs(
      asks,
      refs.filter(({ txHash }) => txHash === hash),
      known,
    );
    play = judge(play);
  }
  return play;
}

function costOf({ result }: FoundPlay): number {
  return result.kind === "unknown-player" ? distinct(result.missing) : 0;
}

function distinct(refs: readonly OutRef[]): number {
  return new Set(refs.map(({ txHash }) => txHash)).size;
}
