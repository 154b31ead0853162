import type { Finding } from "@/server/domain/monitoring/finding";
import type { Hex, Lovelace } from "@/server/domain/units";
import { formatAda } from "@/server/words/format";

/** A transaction that spent the pool's output, and made the next one under a plan of ours, the same or a new one. */
export type PlanStep = {
  readonly txHash: Hex;
  readonly beforeLovelace: Lovelace;
  readonly afterLovelace: Lovelace;
  /** Of the batch that it pays; 0 for a Commit. */
  readonly batchLovelace: Lovelace;
  /** The most that it may cost. */
  readonly maxFeeLovelace: Lovelace;
};

/** Less is held than the batch and the highest fee explain. More is nobody's loss. */
export function judgePlanStep(step: PlanStep): Finding[] {
  const { txHash, beforeLovelace, afterLovelace, batchLovelace, maxFeeLovelace } = step;
  const lost = beforeLovelace - afterLovelace - batchLovelace - maxFeeLovelace;
  if (lost <= 0n) return [];
  const meant = batchLovelace === 0n ? "commits a plan" : `pays a batch of ${formatAda(batchLovelace)}`;
  const took = formatAda(beforeLovelace - afterLovelace);
  return [moved(txHash, `Transaction ${txHash} ${meant}, but took ${took} from the pool.`)];
}

/** An act on the pool that is neither an attempt of ours nor proposed in the console. */
export function judgeStrangeAct(txHash: Hex, act: string): Finding {
  return moved(txHash, `Transaction ${txHash} is an act on the pool (${act}) that nobody proposed here.`);
}

export type GoneOutput = { readonly spentTxHash: Hex; readonly lovelace: Lovelace };

/** What left the operator's wallet by a transaction that nobody here knows. One finding for each transaction. */
export function judgeGone(gone: readonly GoneOutput[], ours: ReadonlySet<Hex>): Finding[] {
  const strange = gone.filter(({ spentTxHash }) => !ours.has(spentTxHash));
  return [...new Set(strange.map(({ spentTxHash }) => spentTxHash))].map((txHash) => {
    const spent = strange.filter(({ spentTxHash }) => spentTxHash === txHash);
    const sum = spent.reduce((total, { lovelace }) => total + lovelace, 0n);
    const what = `spent ${formatAda(sum)} of the operator's wallet, and is none that this installation sent`;
    return moved(txHash, `Transaction ${txHash} ${what}.`);
  });
}

function moved(txHash: Hex, fact: string): Finding {
  return {
    kind: "money-moved",
    subject: `tx:${txHash}`,
    fact,
    next: `If one of you sent it: npm run pool -- ours ${txHash} --reason WHY. If not: npm run engine -- pause --reason TEXT, and then the runbook.`,
    sinceMs: null,
  };
}
