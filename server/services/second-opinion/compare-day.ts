import type { ChainWitness } from "@/server/domain/ports";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import { type Differences, joinDifferences } from "@/server/domain/second-opinion/differences";
import type { AnsweredAt, WhyWaiting } from "@/server/domain/second-opinion/opinion";
import type { Height } from "@/server/domain/units";
import type { Context } from "../context";
import { compareNextPlays } from "./internal/compare-plays";
import { compareTokens } from "./internal/compare-tokens";
import { findSubjects } from "./internal/find-subjects";
import { meet } from "./internal/meet";
import { attributed } from "./internal/no-answer";
import { whyNoAnswer } from "./internal/why-no-answer";

export type ComparedDay =
  /** A stretch of the game's history agreed; the next one is compared in the next step. */
  | { readonly kind: "more"; readonly to: Height }
  | { readonly kind: "waits"; readonly why: WhyWaiting }
  | ({ readonly kind: "differs"; readonly at: AnsweredAt } & Differences)
  | { readonly kind: "agrees"; readonly at: AnsweredAt; readonly holders: number };

/**
 * Holds what a day is read from against a witness: its last block and the one after, all that was played up to it and
 * was not compared before, holdings and supply. One bounded step: it is called again while there is more, and may be
 * called at any time and any number of times. What the witness does not say is no conclusion.
 */
export async function compareDay(
  ctx: Pick<Context, "db" | "source">,
  witness: ChainWitness,
  { block, rules }: { readonly block: SnapshotBlock; readonly rules: Rules },
): Promise<ComparedDay> {
  const { height } = block;
  try {
    const asked = attributed(witness);
    const { token, game } = await findSubjects(ctx.db, rules);
    const { tip, differences } = await meet(ctx, asked, block);
    const plays = await compareNextPlays(ctx, asked, { game, height });
    if (!plays.isAll && plays.differences.total === 0) return { kind: "more", to: plays.to };
    const tokens = await compareTokens(ctx, asked, { height, token, tip });
    const all = joinDifferences([differences, tokens.differences, plays.differences]);
    const { at, holders } = tokens;
    return all.total > 0 ? { kind: "differs", at, ...all } : { kind: "agrees", at, holders };
  } catch (error) {
    return { kind: "waits", why: whyNoAnswer(error) };
  }
}
