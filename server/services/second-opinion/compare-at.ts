import { eq, lt, max } from "drizzle-orm";
import { blockHeader } from "@/db/schema";
import type { ChainWitness } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import { joinDifferences } from "@/server/domain/second-opinion/differences";
import {
  type AnsweredAt,
  type NamedSource,
  nameOf,
  type SourceDifference,
  type WhyWaiting,
} from "@/server/domain/second-opinion/opinion";
import type { Height, PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { comparePlays } from "./internal/compare-plays";
import { compareTokens } from "./internal/compare-tokens";
import { findSubjects } from "./internal/find-subjects";
import { meet } from "./internal/meet";
import { attributed } from "./internal/no-answer";
import { heightOfMost } from "./internal/our-books";
import { whyNoAnswer } from "./internal/why-no-answer";

type Asks = Pick<Context, "db" | "source">;

export type ComparedAt = {
  readonly first: NamedSource;
  readonly witness: NamedSource;
  readonly height: Height;
  readonly plays: { readonly from: Height; readonly to: Height };
} & (
  | { readonly kind: "waits"; readonly why: WhyWaiting }
  | {
      readonly kind: "compared";
      /** The witness's newest block when it had answered. */
      readonly at: AnsweredAt;
      readonly holders: number;
      readonly quantity: bigint;
      readonly total: number;
      readonly rows: readonly SourceDifference[];
    }
);

/** Transactions of ours at once: bounds memory. */
const AT_ONCE = 20_000;

/**
 * Holds our books at a block against a witness, for somebody who wants to know: holdings, supply, and what was played
 * from a height on. Nothing is kept of it, and no day moves by it. Throws ServiceError for a block that we do not hold.
 */
export async function compareAt(
  ctx: Asks,
  witness: ChainWitness,
  wanted: {
    readonly rules: Rules;
    readonly height: Height;
    readonly playsFrom: Height;
    readonly tell: (progress: string) => void;
  },
): Promise<ComparedAt> {
  const { rules, height, playsFrom: from, tell } = wanted;
  const [block] = await ctx.db.select().from(blockHeader).where(eq(blockHeader.height, height));
  if (!block) throw new ServiceError("not-found", `block ${height} is not among those that were read`);
  const { token, game } = await findSubjects(ctx.db, rules);
  const readTo = Math.min(token.readHeight, game.readHeight);
  if (readTo < height) {
    throw new ServiceError(
      "wrong-state",
      `plays and tokens are read to block ${readTo}, and not yet to block ${height}`,
    );
  }
  const named = { first: nameOf(ctx.source), witness: nameOf(witness), height, plays: { from, to: height } };
  try {
    const asked = attributed(witness);
    const { tip, differences: ofBlocks } = await meet(ctx, asked, block);
    tell(`${witness.name} is at block ${tip.height}, in the same chain`);
    const found = [ofBlocks];
    for (let next = from; next <= height; ) {
      const to = await heightOfMost(ctx.db, game, { from: next, to: height }, AT_ONCE);
      found.push(await comparePlays(ctx, asked, { game, from: next, to }));
      tell(`plays are compared to block ${to}`);
      next = to + 1;
    }
    const { at, holders, quantity, differences } = await compareTokens(ctx, asked, { height, token, tip });
    tell(`holdings of ${holders} addresses are compared`);
    return { ...named, kind: "compared", at, holders, quantity, ...joinDifferences([...found, differences]) };
  } catch (error) {
    return { ...named, kind: "waits", why: whyNoAnswer(error) };
  }
}

/** The first of our blocks in the time before a block: what was played of one day. */
export async function heightBefore({ db }: Pick<Asks, "db">, height: Height, lengthMs: PosixMs): Promise<Height> {
  const [block] = await db.select().from(blockHeader).where(eq(blockHeader.height, height));
  const [before] = await db
    .select({ height: max(blockHeader.height) })
    .from(blockHeader)
    .where(lt(blockHeader.timeMs, (block?.timeMs ?? 0) - lengthMs));
  return (before?.height ?? -1) + 1;
}
