import type { Payout } from "@/server/domain/contract/types";
import { sampleOf } from "@/server/domain/plan/sample";
import { askJudge } from "../ledger-rules/ask-judge";
import { buildPay } from "./build-pay";
import { ledgerOfSpend } from "./known-ledger";
import { costliestPay, type ImaginedPay, lastPay, type MeasureTerms } from "./measure-pay";

/**
 * Has a sample of a plan's batches run by two machines before anybody is asked to sign them, in another thread: the
 * extremes and a few between, and the last one also as what ends the plan. Returns what was said against the first
 * that is not accepted by both alike, with its number, from 1; null if there is none.
 */
export async function judgeSample(
  terms: MeasureTerms,
  batches: readonly (readonly Payout[])[],
): Promise<{ readonly batchNo: number; readonly problems: readonly string[] } | null> {
  for (const place of sampleOf(batches.map(({ length }) => length))) {
    const payouts = batches[place] ?? [];
    const isLast = place === batches.length - 1;
    for (const imagined of [costliestPay(terms, payouts), ...(isLast ? [lastPay(terms, payouts)] : [])]) {
      const problems = await judge(imagined);
      if (problems.length > 0) return { batchNo: place + 1, problems };
    }
  }
  return null;
}

function judge({ batch, spend }: ImaginedPay): Promise<readonly string[]> {
  const { cbor } = buildPay(spend, batch);
  return askJudge({ kind: "scripts", transaction: cbor, state: ledgerOfSpend(spend, 0) });
}
