import fc from "fast-check";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { cancelText, changeText, closeText, withdrawText } from "@/server/domain/contract/act-text";
import type { Change, DepositRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { commitBatches } from "@/server/domain/contract/commitment";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Payout, PoolDatum, PoolStatus, Settings } from "@/server/domain/contract/types";
import type { ExpectedSpend } from "@/server/domain/verifier/expected";
import { payout } from "./arbitraries";
import { CHANGES } from "./changes";
import { IDLE, poolIn, TODAY, TRACED } from "./mutant-pool";
import { START_SLOT } from "./pool-fixture";
import { PRIZE_ASSET, SETTINGS } from "./pool-terms";
import { signedPlan, signedResume } from "./signed-plans";
import { approvedBy } from "./valid-drafts";
import { SLOTS } from "./world";

/*
 * Random spends of random pools, all of them signed: most that the contract takes, and many that it refuses by a
 * number that is just too large or too small.
 */

export type RandomSpend = {
  readonly datum: PoolDatum;
  readonly held: Amount;
  readonly rewards: bigint;
  readonly redeemer: ExpectedSpend["redeemer"] | DepositRedeemer;
  readonly payouts: readonly Payout[];
  readonly deposit: Amount;
  readonly fromSlot: number | null;
  readonly untilSlot: number;
};

const NOTHING: Amount = { lovelace: 0n, tokens: 0n };
const slotMs = (slot: number) => slotToMs(SLOTS, slot);
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const settings: fc.Arbitrary<Settings> = fc
  .record({
    threshold: mostly(2, 1, 3),
    reserveLovelace: mostly(5_000_000n, 60_000_000n),
    dailyLimit: mostly(SETTINGS.dailyLimit, { lovelace: 1n, tokens: 0n }),
    minGapMs: mostly(20_000, 30_000),
  })
  .map((change) => ({ ...SETTINGS, ...change }));

/** Of amounts that a text has room for. */
const small = fc
  .tuple(payout, fc.bigInt(1_200_000n, 40_000_000n), mostly(0n, 1n, 70_000n))
  .map(([{ address }, lovelace, tokens]): Payout => ({ address, lovelace, tokens }));

const world = fc.record({
  settings,
  reveals: mostly(true, false),
  nonce: fc.nat({ max: 99_999 }),
  lastDay: mostly(TODAY - 2, TODAY - 1, TODAY - 9),
  lastPayoutMs: mostly(slotMs(START_SLOT - 300), slotMs(START_SLOT - 39), slotMs(START_SLOT - 40)),
  maxFeeLovelace: mostly(3_000_000n, 2_000_000n, 10_000_000n),
  extra: mostly<Amount>({ lovelace: 900_000_000n, tokens: 1n << 42n }, NOTHING, { lovelace: 20_000_000n, tokens: 0n }),
  rewards: mostly(0n, 7_000_000n),
  payouts: fc.array(small, { minLength: 1, maxLength: 6 }),
  rest: fc.array(small, { maxLength: 3 }),
  deadlineSlot: mostly(START_SLOT + 1_800, START_SLOT + 60, START_SLOT - 20, START_SLOT + 3_980, START_SLOT + 3_981),
  fromSlot: mostly<number | null>(START_SLOT - 20, START_SLOT, null),
  untilSlot: mostly(START_SLOT + 60, START_SLOT + 1_500),
  wrong: mostly(0, 1),
  change: fc.constantFrom(...CHANGES.flatMap(({ valid, others }) => [valid, ...others])),
  amount: fc.record({
    lovelace: fc.oneof(fc.bigInt(1n, 90_000_000n), fc.constantFrom(0n, 2_000_000n, 1_999_999n)),
    tokens: fc.constantFrom(0n, 99n, 100n, 300n),
  }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const sum = (payouts: readonly Payout[]): Amount =>
  payouts.reduce(
    (all, { lovelace, tokens }) => ({ lovelace: all.lovelace + lovelace, tokens: all.tokens + tokens }),
    NOTHING,
  );

/** What the payouts of a world are as a chain of batches. */
const batchesOf = ({ payouts, rest }: World) =>
  commitBatches(rest.length > 0 ? [payouts, rest] : [payouts], PRIZE_ASSET);

function pool(given: World, status: PoolStatus, plan = IDLE.plan): Pick<RandomSpend, "datum" | "held"> {
  const { nonce, lastDay, lastPayoutMs, maxFeeLovelace, extra, payouts, rest } = given;
  const settingsHash = hashSettings(given.reveals ? given.settings : SETTINGS);
  const owed = sum([...payouts, ...rest]);
  return {
    datum: { ...IDLE, settingsHash, nonce, lastDay, lastPayoutMs, maxFeeLovelace, plan, status },
    held: { lovelace: owed.lovelace + extra.lovelace, tokens: owed.tokens + extra.tokens },
  };
}

const idle: PoolStatus = { kind: "idle", left: "", remaining: NOTHING, outputs: 0 };

function owing(given: World): PoolStatus {
  const all = [...given.payouts, ...given.rest];
  const [first] = batchesOf(given);
  return { kind: "idle", left: first?.commitment ?? "", remaining: sum(all), outputs: all.length };
}

function paying(given: World): PoolStatus {
  const { remaining, outputs } = owing(given);
  const [first] = batchesOf(given);
  const deadlineMs = slotMs(given.deadlineSlot);
  return { kind: "paying", commitment: first?.commitment ?? "", remaining, outputs: outputs + given.wrong, deadlineMs };
}

type Part = Pick<RandomSpend, "datum" | "held" | "redeemer"> & Partial<RandomSpend>;
type Make = (given: World) => Part;

const at = ({ datum, held }: Pick<RandomSpend, "datum" | "held">) => ({
  pool: { ...poolIn(datum, held).pool, datum },
  script: TRACED,
});

const commit: Make = (given) => {
  const made = pool(given, given.wrong ? paying(given) : idle);
  const batches = given.rest.length > 0 ? [given.payouts, given.rest] : [given.payouts];
  const change = { settings: given.settings, deadlineMs: slotMs(given.deadlineSlot) };
  return { ...made, redeemer: signedPlan(at(made), batches, change).redeemer };
};

const resume: Make = (given) => {
  const made = pool(given, given.wrong ? idle : owing(given), "99".repeat(32));
  const change = {
    settings: given.settings,
    batches: given.rest.length > 0 ? 2 : 1,
    deadlineMs: slotMs(given.deadlineSlot),
  };
  return { ...made, redeemer: signedResume(at(made).pool, change) };
};

const pay: Make = (given) => {
  const [first] = batchesOf(given);
  if (!first) throw new Error("a batch was wanted");
  return { ...pool(given, paying(given), "99".repeat(32)), redeemer: payRedeemer(first), payouts: first.payouts };
};

const expire: Make = (given) => ({ ...pool(given, paying(given), "99".repeat(32)), redeemer: { kind: "expire" } });

/** Signed over the text for this state, or for another one. */
function approved(
  made: ReturnType<typeof pool>,
  given: World,
  say: (bound: { network: string; policyId: string; nonce: number }) => string,
) {
  const nonce = made.datum.nonce + (given.wrong && given.reveals ? 1 : 0);
  return approvedBy(say({ network: SETTINGS.network, policyId: TRACED.policyId, nonce }));
}

const cancel: Make = (given) => {
  const made = pool(given, given.rest.length > 0 ? paying(given) : owing(given), "99".repeat(32));
  const approvals = approved(made, given, (bound) => cancelText({ ...bound, plan: made.datum.plan }));
  return { ...made, redeemer: { kind: "cancel", settings: given.settings, approvals } };
};

const withdraw: Make = (given) => {
  const made = pool(given, given.wrong ? paying(given) : idle);
  const { amount } = given;
  const approvals = approved(made, given, (bound) => withdrawText({ ...bound, amount, prizeAsset: PRIZE_ASSET }));
  return { ...made, redeemer: { kind: "withdraw", settings: given.settings, amount, approvals } };
};

const close: Make = (given) => {
  const made = pool(given, given.wrong ? owing(given) : idle);
  return {
    ...made,
    redeemer: { kind: "close", settings: given.settings, approvals: approved(made, given, closeText) },
  };
};

const update: Make = (given) => {
  const made = pool(given, given.wrong ? paying(given) : idle);
  const change: Change = given.change;
  const approvals = approved(made, given, (bound) => changeText({ ...bound, settings: given.settings, change }));
  return { ...made, redeemer: { kind: "updateSettings", settings: given.settings, change, approvals } };
};

const deposit: Make = (given) => ({
  ...pool(given, idle),
  redeemer: { kind: "deposit", settings: given.settings, approvals: [] },
  deposit: given.amount,
});

const KINDS: readonly Make[] = [commit, resume, pay, expire, cancel, withdraw, close, update, deposit];

export const randomSpend: fc.Arbitrary<RandomSpend> = fc
  .tuple(world, fc.constantFrom(...KINDS))
  .map(([given, make]) => {
    const { rewards, fromSlot, untilSlot } = given;
    return { payouts: [], deposit: NOTHING, rewards, fromSlot, untilSlot, ...make(given) };
  });
