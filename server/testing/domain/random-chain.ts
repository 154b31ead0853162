import * as fc from "fast-check";
import { findPlay, type Play } from "@/server/domain/participation/play";
import { windowStartMs } from "@/server/domain/participation/tally";
import type { ChainTransaction, OutRef, TxOutput } from "@/server/domain/ports";
import type { Snapshot } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import { ASSET, funding, GAME_ADDRESS, type OutputSketch, snapshotBlock, transaction } from "./fixtures";
import { anyAddress, anyQuantity } from "./random-snapshot";
import { tallyPlays } from "./tally-plays";

/** Five blocks of twenty seconds: windows of a few days cut through a short history. */
export const CHAIN_INTERVAL_MS = 100_000;

const anyStep = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("mint" as const), to: anyAddress, quantity: anyQuantity }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      pick: fc.nat(),
      to: anyAddress,
      part: fc.bigInt(0n, 100n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("burn" as const), pick: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("play" as const),
      payers: fc.array(fc.record({ address: anyAddress, lovelace: fc.bigInt(1n, 4n) }), {
        minLength: 1,
        maxLength: 3,
      }),
      lovelace: fc.constantFrom(1_999_999n, 2_000_000n, 2_000_000n, 90_000_000n),
      valid: fc.constantFrom(true, true, true, false),
      withTokens: fc.option(fc.nat()),
    }),
  },
);
export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** Some steps, and how many of them lie after the snapshot's block. */
export const anyHistory = fc.record({
  steps: fc.array(anyStep, { minLength: 6, maxLength: 40, size: "max" }),
  later: fc.nat(4),
});

export type History = {
  readonly transactions: readonly ChainTransaction[];
  /** As an incremental scanner would have it at the snapshot's block. */
  readonly snapshot: Snapshot;
};

/** Plays the steps on a small UTxO set, and keeps holdings and participation the incremental way beside it. */
export function runHistory({ steps, later }: { steps: readonly Step[]; later: number }, rules: Rules): History {
  const transactions: ChainTransaction[] = [];
  const plays: Play[] = [];
  const live: TxOutput[] = [];
  const held = new Map<string, bigint>();
  const add = (outputs: readonly TxOutput[], sign: 1n | -1n) => {
    for (const { address, assets } of outputs)
      held.set(address, (held.get(address) ?? 0n) + sign * (assets[ASSET] ?? 0n));
  };
  const blocks = Math.max(1, steps.length - later);
  let atSnapshot = new Map<string, bigint>();
  for (const [index, step] of steps.entries()) {
    const height = index + 1;
    const made = makeTransaction(step, height, live);
    if (made) {
      transactions.push(made);
      const spent = live.filter(({ ref }) => made.inputs.some((input) => sameRef(input.ref, ref)));
      for (const input of spent) live.splice(live.indexOf(input), 1);
      live.push(...made.outputs.filter((output) => output.assets[ASSET]));
      add(spent, -1n);
      add(made.outputs, 1n);
      const result = findPlay(made, rules);
      if (result.kind === "play" && height <= blocks) plays.push(result.play);
    }
    if (height <= blocks) atSnapshot = new Map(held);
  }
  const block = snapshotBlock(blocks);
  const dayIndex = Math.floor(block.timeMs / CHAIN_INTERVAL_MS);
  const fromMs = windowStartMs(dayIndex, CHAIN_INTERVAL_MS, rules.participation.windowDays);
  const holdings = [...atSnapshot].map(([address, quantity]) => ({ address, quantity }));
  const supply = holdings.reduce((total, row) => total + row.quantity, 0n);
  return {
    transactions,
    snapshot: { dayIndex, block, supply, holdings, participation: tallyPlays(plays, fromMs) },
  };
}

const sameRef = (a: OutRef, b: OutRef) => a.txHash === b.txHash && a.index === b.index;

function makeTransaction(step: Step, height: number, live: readonly TxOutput[]): ChainTransaction | null {
  const seed = height;
  const pick = (at: number) => live[at % Math.max(1, live.length)];
  if (step.kind === "mint") {
    return transaction({ seed, height, outputs: [{ address: step.to, tokens: step.quantity }] });
  }
  if (step.kind === "play") {
    const { lovelace, valid, payers, withTokens } = step;
    const brought = withTokens === null ? undefined : pick(withTokens);
    const inputs = [
      ...payers.map((payer, at) => funding(payer.address, payer.lovelace, height * 10 + at)),
      ...(brought ? [brought] : []),
    ];
    const back: OutputSketch[] = brought ? [{ address: brought.address, tokens: brought.assets[ASSET] ?? 0n }] : [];
    return transaction({
      seed,
      height,
      valid,
      inputs,
      outputs: [{ address: GAME_ADDRESS, lovelace }, ...back],
    });
  }
  const spent = pick(step.pick);
  if (!spent) return null;
  if (step.kind === "burn")
    return transaction({ seed, height, inputs: [spent], outputs: [{ address: spent.address }] });
  const quantity = spent.assets[ASSET] ?? 0n;
  const moved = (quantity * step.part) / 100n;
  const outputs = [
    { address: step.to, tokens: moved },
    { address: spent.address, tokens: quantity - moved },
  ];
  return transaction({ seed, height, inputs: [spent], outputs });
}
