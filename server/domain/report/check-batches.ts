import { batchCommitment } from "../contract/commitment";
import type { Payout } from "../contract/types";
import { sum } from "../integers";
import type { Lovelace } from "../units";
import type { Manifest } from "./manifest";
import { differs, type ProblemList } from "./problem-list";

export type BatchCheck = {
  /** The next payable line. */
  readonly pay: (address: string, lovelace: Lovelace) => void;
  readonly end: () => void;
};

/**
 * Checks that the payable lines, in order, are what the stated batches pay, and that each batch has its commitment.
 * Commitments are chained from the last batch to the first, but each is stated, so that each can be compared as its
 * lines come: with what its own payouts and the one stated after it give. If all are equal, so is the chain.
 */
export function checkBatches(
  { batches, commitment, totals }: Pick<Manifest, "batches" | "commitment" | "totals">,
  problems: ProblemList,
): BatchCheck {
  let index = 0;
  let payouts: Payout[] = [];
  const close = () => {
    const batch = batches[index];
    if (batch) problems.add(...batchProblems(index, batch, payouts, batches[index + 1]?.commitment ?? ""));
    payouts = [];
    index++;
  };
  return {
    pay: (address, lovelace) => {
      const batch = batches[index];
      if (!batch) return;
      payouts.push({ address, lovelace, tokens: 0n });
      if (payouts.length === batch.outputs) close();
    },
    end: () => {
      while (index < batches.length) close();
      const outputs = batches.reduce((all, batch) => all + batch.outputs, 0);
      problems.add(...differs("outputs of all batches", outputs, totals.recipients));
      problems.add(...differs("the commitment", batches[0]?.commitment ?? null, commitment));
    },
  };
}

function batchProblems(
  index: number,
  batch: Manifest["batches"][number],
  payouts: readonly Payout[],
  next: string,
): string[] {
  const number = index + 1;
  const total = sum(payouts.map(({ lovelace }) => lovelace));
  const sums = [
    ...differs(`outputs of batch ${number}`, payouts.length, batch.outputs),
    ...differs(`total of batch ${number}`, total, batch.totalLovelace),
  ];
  return sums.length > 0 ? sums : commitmentProblems(number, batch.commitment, { payouts, total, next });
}

function commitmentProblems(
  number: number,
  stated: string,
  { payouts, total, next }: { payouts: readonly Payout[]; total: Lovelace; next: string },
): string[] {
  try {
    // No prize asset: a report pays ADA alone.
    const found = batchCommitment({ lovelace: total, tokens: 0n }, payouts, next, null);
    return found === stated ? [] : [`batch ${number} does not have the commitment that its recipients give`];
  } catch (error) {
    return [`batch ${number}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
