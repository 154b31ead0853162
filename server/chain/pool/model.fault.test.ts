import fc from "fast-check";
import { expect, it } from "vitest";
import type { Payout } from "@/server/domain/contract/types";
import { baseAddress } from "@/server/testing/contract/keys";
import { cancel, close, deposit, withdraw } from "@/server/testing/contract/model/acts";
import type { Attempt, MakeAttempt } from "@/server/testing/contract/model/attempt";
import { update } from "@/server/testing/contract/model/changes";
import { LivePool } from "@/server/testing/contract/model/live-pool";
import { expire, PAY_DEFECTS, pay } from "@/server/testing/contract/model/pays";
import { commit, resume } from "@/server/testing/contract/model/plans";
import { firstModel, type PoolModel } from "@/server/testing/contract/model/pool-model";
import { QUALITIES } from "@/server/testing/contract/model/signatures";
import { THEFTS } from "@/server/testing/contract/model/thefts";
import { IS_FULL } from "@/server/testing/full";

/*
 * Random sequences of transactions, honest and hostile, against a live ledger and a simple model beside it: after each,
 * the ledger took it exactly if the model allows it, and pool, payments and treasury are equal.
 */

type State = { model: PoolModel; past: PoolModel[]; seen: PoolModel["due"][number][] };
type Command = fc.Command<State, LivePool>;
/** How often each kind of attempt was taken and refused, to see that the sequences are worth something. */
const counts = new Map<string, { taken: number; refused: number }>();

class Try implements Command {
  constructor(
    readonly name: string,
    readonly make: (live: LivePool, state: State) => MakeAttempt,
    /** 0 signs for the pool as it is; more, as it was so many transactions ago: a replay. */
    readonly age: number,
    readonly theft: string | null = null,
  ) {}
  check = () => true;
  by = (theft: string | null) => new Try(this.name, this.make, this.age, theft);
  toString = () =>
    `${this.name}${this.age > 0 ? ` signed ${this.age} before` : ""}${this.theft === null ? "" : `, with ${this.theft}`}`;

  private stolen(attempt: Attempt): Attempt | null {
    const theft = this.theft === null ? undefined : THEFTS[this.theft];
    if (!theft) return attempt;
    // Of a deposit the depositor may keep any part.
    if (attempt.isDeposit && this.theft === "money aside") return null;
    const { mutation } = attempt;
    return { ...attempt, isAllowed: false, mutation: mutation ? (draft) => theft(mutation(draft)) : theft };
  }

  run(state: State, live: LivePool): void {
    const { model, past } = state;
    if (!model.isOpen) return;
    const signedFor = this.age === 0 ? model : (past.at(-this.age) ?? model);
    const now = live.now();
    const made = this.make(live, state)(model, now, signedFor);
    const attempt = made && this.stolen(made);
    if (!attempt) return;
    const { accepted, reason } = live.send(model, attempt, now);
    expect(accepted, `${this} was ${accepted ? "taken" : `refused: ${reason.slice(0, 600)}`}`).toBe(attempt.isAllowed);
    count(attempt);
    if (accepted) {
      past.push(model);
      if (attempt.redeemer.kind === "commit") state.seen.push(...attempt.next.due);
      state.model = attempt.next;
    }
    live.expectEqual(state.model);
  }
}

/** The last transaction once more, byte for byte. */
class Resend implements Command {
  check = () => true;
  toString = () => "resend";
  run(state: State, live: LivePool): void {
    expect(live.resend()).toBe(false);
    live.expectEqual(state.model);
  }
}

class Tick implements Command {
  constructor(readonly slots: number) {}
  check = () => true;
  toString = () => `tick ${this.slots}`;
  run = (_: State, live: LivePool) => live.tick(this.slots);
}

function count({ redeemer, isAllowed }: Attempt): void {
  const found = counts.get(redeemer.kind) ?? { taken: 0, refused: 0 };
  counts.set(
    redeemer.kind,
    isAllowed ? { ...found, taken: found.taken + 1 } : { ...found, refused: found.refused + 1 },
  );
}

/** Mostly the first, which is the honest one. */
function mostly<T>(first: T, others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 10, arbitrary: fc.constant(first) }, { weight: 2, arbitrary: fc.constantFrom(...others) });
}

const quality = mostly<(typeof QUALITIES)[number]>("enough", QUALITIES);
const age = mostly(0, [1, 2, 3]);
/** Addresses that no other plan pays, so that what one got says how often it was paid. */
let addresses = 0;
const payouts = fc
  .array(fc.record({ lovelace: fc.bigInt(1_500_000n, 400_000_000n), tokens: fc.constantFrom(0n, 0n, 5n) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) =>
    list.map((amount): Payout => {
      addresses += 1;
      return { address: baseAddress(addresses), ...amount };
    }),
  );
const theft = fc.oneof(
  { weight: 9, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(THEFTS)) },
);
const windowMs = mostly(1_800_000, [29_999, 30_000, 3_900_000, 4_000_000]);

const attempts: { weight: number; arbitrary: fc.Arbitrary<Command> }[] = [
  {
    weight: 5,
    arbitrary: fc
      .record({
        batches: fc.array(payouts, { minLength: 1, maxLength: 3 }),
        quality,
        dayOffset: mostly(0, [-1, 1]),
        windowMs,
        defect: mostly(
          "none" as const,
          ["oracle", "operator", "settings", "limit", "fee", "digest", "bounds"] as const,
        ),
        age,
      })
      .map(
        ({ age: old, ...terms }) =>
          new Try(`commit ${show(terms)}`, (live) => commit(live.world.script.policyId, terms), old),
      ),
  },
  {
    weight: 10,
    arbitrary: mostly<(typeof PAY_DEFECTS)[number]>("none", PAY_DEFECTS).map(
      (defect) => new Try(`pay, ${defect}`, (_, { seen }) => pay(defect, () => seen), 0),
    ),
  },
  {
    weight: 3,
    arbitrary: mostly("none" as const, ["operator", "bound"] as const).map(
      (defect) => new Try(`expire, ${defect}`, () => expire(defect), 0),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        quality,
        windowMs,
        defect: mostly("none" as const, ["oracle", "operator", "settings", "batches"] as const),
        age,
      })
      .map(
        ({ age: old, ...terms }) =>
          new Try(`resume ${show(terms)}`, (live) => resume(live.world.script.policyId, terms), old),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(quality, age)
      .map(([how, old]) => new Try(`cancel, ${how}`, (live) => cancel(live.world.script.policyId, how), old)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        amount: fc.record({
          lovelace: fc.constantFrom(2_000_000n, 40_000_000n, 1_999_999n, 0n, -1n),
          tokens: fc.constantFrom(0n, 0n, 1n, 100n, -1n),
        }),
        by: mostly<"operator" | "stranger" | (typeof QUALITIES)[number]>("operator", ["stranger", ...QUALITIES]),
        age,
      })
      .map(
        ({ age: old, ...terms }) =>
          new Try(`deposit ${show(terms)}`, (live) => deposit(live.world.script.policyId, terms), old),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        amount: fc.record({
          lovelace: fc.bigInt(1_500_000n, 3_000_000_000n),
          tokens: fc.constantFrom(0n, 10n),
        }),
        quality,
        defect: mostly("none" as const, ["more than signed", "to a stranger"] as const),
        age,
      })
      .map(
        ({ age: old, ...terms }) =>
          new Try(`withdraw ${show(terms)}`, (live) => withdraw(live.world.script.policyId, terms), old),
      ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        what: fc.constantFrom("add", "drop", "threshold", "operator", "max fee", "reserve", "gap"),
        who: fc.nat(6),
        number: fc.nat(11),
        quality,
        defect: mostly("none" as const, ["no consent", "other than signed"] as const),
        age,
      })
      .map(
        ({ age: old, ...terms }) =>
          new Try(`update ${show(terms)}`, (live) => update(live.world.script.policyId, terms), old),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom<(typeof QUALITIES)[number]>("few", "stranger", "enough"), age)
      .map(([how, old]) => new Try(`close, ${how}`, (live) => close(live.world.script.policyId, how), old)),
  },
  { weight: 1, arbitrary: fc.constant(new Resend()) },
  { weight: 5, arbitrary: fc.constantFrom(10, 60, 90, 600, 1_900, 1_900).map((slots) => new Tick(slots)) },
];

function show(value: unknown): string {
  return JSON.stringify(value, (_, v) => (typeof v === "bigint" ? `${v}` : v));
}

it("behaves as the model, whatever is sent", { timeout: 3_600_000 }, () => {
  const commands = fc.commands(
    [
      fc
        .tuple(fc.oneof(...attempts), theft)
        .map(([command, by]) => (command instanceof Try ? command.by(by) : command)),
    ],
    { maxCommands: 120, size: "max" },
  );
  fc.assert(
    fc.property(commands, (sequence) => {
      const live = new LivePool();
      const { held, datum } = live.world.pool;
      fc.modelRun(
        () => ({ model: { model: firstModel(held, datum.lastDay), past: [], seen: [] }, real: live }),
        sequence,
      );
    }),
    { seed: 20_260_101, numRuns: IS_FULL ? 400 : 12, endOnFailure: !IS_FULL },
  );
  for (const kind of [
    "commit",
    "pay",
    "expire",
    "resume",
    "cancel",
    "deposit",
    "withdraw",
    "updateSettings",
    "close",
  ]) {
    expect(counts.get(kind)?.refused, `${kind} refused`).toBeGreaterThan(0);
    expect(counts.get(kind)?.taken, `${kind} taken`).toBeGreaterThan(0);
  }
});
