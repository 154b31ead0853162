import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { ChainWitness } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import { nameOf, type Opinion, type SettledOpinion } from "@/server/domain/second-opinion/opinion";
import type { Height, PosixMs } from "@/server/domain/units";
import { sayWhyWaiting } from "@/server/words/second-opinion";
import type { Context } from "../context";
import { findOpinion, keepOpinion, noteAsked } from "../day/second-opinion";
import { blockOf, holdSnapshot, type SnapshotRow } from "../day/snapshot";
import { again, done, type JobResult, needsHuman, waiting } from "../job-result";
import { type ComparedDay, compareDay } from "./compare-day";

type Differing = Extract<Opinion, { kind: "differs" }>;
type Asking = Pick<Context, "db" | "source" | "others">;

export type SecondOpinion =
  | { readonly kind: "settled"; readonly opinion: SettledOpinion }
  /** There is nobody to ask, and nothing is kept of that. */
  | { readonly kind: "nobody" }
  /** Nothing is decided: what the day waits for. */
  | { readonly kind: "not-yet"; readonly result: JobResult }
  /** Said now. A witness may be behind: it is asked again. */
  | { readonly kind: "differs"; readonly opinion: Differing };

/** Blocks between two times that a witness is asked all of it, while it differs. */
const ASK_AGAIN_BLOCKS = 3;

/** What else is stored with a difference, in the same transaction and before it. `timeMs` is the chain's. */
export type AlsoKeep = (tx: Transaction, opinion: Differing, timeMs: PosixMs) => Promise<void>;

type Asked = {
  readonly rules: Rules;
  /** Of our scan. */
  readonly height: Height;
  /** The first source against our books, in the same step: another may have been the first when they were read. */
  readonly checkFirst: () => Promise<JobResult | null>;
  /** Also where a difference was told a few blocks ago. */
  readonly anew?: boolean;
  readonly alsoKeep?: AlsoKeep;
};

/**
 * What a source of another kind says of what a day was read from. Asks until it is settled; from then on the stored
 * answer holds, for the same snapshot.
 */
export async function askSecondOpinion(
  ctx: Asking,
  snapshot: SnapshotRow,
  { rules, height, checkFirst, anew = false, alsoKeep }: Asked,
): Promise<SecondOpinion> {
  const kept = await findOpinion(ctx.db, snapshot.id);
  const before = kept?.opinion ?? null;
  if (before?.kind === "agrees" || before?.kind === "accepted") return { kind: "settled", opinion: before };
  const witnesses = witnessesFor(ctx, before);
  if (witnesses.length === 0) return { kind: "nobody" };
  const day = `day ${snapshot.dayIndex}`;
  if (before?.kind === "differs" && kept && !anew && height - kept.askedHeight < ASK_AGAIN_BLOCKS) {
    const next = kept.askedHeight + ASK_AGAIN_BLOCKS;
    return { kind: "not-yet", result: done(`${day}: the sources differ; they are asked again at block ${next}`) };
  }
  if (before?.kind === "waits" && kept?.askedHeight === height) return saySilence(day, before);
  const { witness, compared } = await askFirstThatAnswers(ctx, witnesses, { block: blockOf(snapshot), rules });
  const isFirst = witness.kind === ctx.source.kind && before?.kind === "differs";
  const two = { first: isFirst ? before.first : nameOf(ctx.source), witness: nameOf(witness) };
  if (compared.kind === "more") {
    const detail = `${day}: ${witness.name} agrees about all plays up to block ${compared.to} of ${snapshot.height}`;
    return { kind: "not-yet", result: again(detail) };
  }
  if (compared.kind === "waits") {
    const { why } = compared;
    // What differed is still what people have to look at.
    if (before?.kind === "differs") await noteAsked(ctx.db, snapshot.id, height);
    else await keepOpinion(ctx.db, snapshot.id, { opinion: { ...two, kind: "waits", why }, askedHeight: height });
    return saySilence(day, { witness, why });
  }
  const unsure = await checkFirst();
  if (unsure) return { kind: "not-yet", result: unsure };
  // The scan is held: what was compared is what the day is read from.
  const opinion = await withTransaction(ctx.db, async (tx) => {
    const { timeMs } = await holdSnapshot(tx, snapshot);
    const said: Opinion = { ...two, ...compared };
    if (said.kind === "differs") await alsoKeep?.(tx, said, timeMs);
    return keepOpinion(tx, snapshot.id, { opinion: said, askedHeight: height });
  });
  if (opinion.kind === "agrees" || opinion.kind === "accepted") return { kind: "settled", opinion };
  if (opinion.kind === "differs") return { kind: "differs", opinion };
  return { kind: "not-yet", result: again(`${day}: the sources are asked again`) };
}

/** Asked once a block; one that has differed before, once in some. */
function saySilence(day: string, { witness, why }: Pick<Extract<Opinion, { kind: "waits" }>, "witness" | "why">) {
  const detail = `${day} waits for a second opinion: ${sayWhyWaiting(witness, why)}`;
  return { kind: "not-yet", result: why.kind === "wrong-network" ? needsHuman(detail) : waiting(detail) } as const;
}

/**
 * Of another kind than the first. Who differed is asked again as long as it is there, also where it has become the
 * first since: our books are held against it, and nobody else is heard over it.
 */
function witnessesFor({ source, others = [] }: Asking, before: Opinion | null): readonly ChainWitness[] {
  const witnesses = others.filter(({ kind }) => kind !== source.kind);
  if (before?.kind !== "differs") return witnesses;
  const { name, kind } = before.witness;
  const same = [source, ...others].filter((each) => each.kind === kind && each.name === name);
  return same.length > 0 ? same : witnesses;
}

type Given = { readonly witness: ChainWitness; readonly compared: ComparedDay };

/** In their order; if none answers, what the first one is waited for. */
async function askFirstThatAnswers(
  ctx: Asking,
  witnesses: readonly ChainWitness[],
  what: Parameters<typeof compareDay>[2],
): Promise<Given> {
  let silent: Given | null = null;
  for (const witness of witnesses) {
    const compared = await compareDay(ctx, witness, what);
    if (compared.kind !== "waits") return { witness, compared };
    silent ??= { witness, compared };
  }
  if (silent === null) throw new Error("there is no witness to ask");
  return silent;
}
