import { payADay } from "./pay-a-day";
import type { Product } from "./set-up";
import { verifyPaidDay } from "./verify-paid-day";

/** Waits for the first day to be paid, checks it on chain, and prints the summary as the last line on stdout. */
export async function runOnce(product: Product): Promise<void> {
  const { stages, options } = product;
  const paid = await stages.run("day", "Paying the day", (progress) => payADay(product, progress));
  const result = await stages.run("verify", "Checking every payment on chain", () =>
    verifyPaidDay(product, paid.dayIndex),
  );
  for (const problem of result.problems) console.error(problem);
  const { problems, totalLovelace, ...figures } = result;
  const verified = problems.length === 0;
  const summary = {
    day: figures.day,
    players: options.players,
    eligible: figures.eligible,
    paid: figures.paid,
    carried: figures.carried,
    batches: figures.batches,
    transactions: figures.transactions,
    totalLovelace: totalLovelace.toString(),
    source: figures.source,
    secondOpinion: figures.secondOpinion,
    agreed: figures.agreed,
    switches: figures.switches,
    verified,
    ok: verified,
    peakMiB: stages.peakMiB,
    stageMs: stages.stageMs,
  };
  console.log(JSON.stringify(summary));
  if (!verified) process.exitCode = 1;
}
