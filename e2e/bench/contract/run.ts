// First, as in a program that hashes only while it runs. What is hot before tsx loads scalus on Node 20 (blake2b, while
// the fixtures make their scripts) stays sixty times slower. Built code is not affected.
import "scalus";
import { runCommand } from "@/server/cli/command";
import { type FullPay, makePay, mostRecipients, planPay, type RecipientKind } from "@/server/testing/contract/full-pay";
import { largestOfEach } from "@/server/testing/contract/largest";
import { largestPlainPayment } from "@/server/testing/contract/plain-payment";
import { readCount, tellResult } from "../run-bench";
import { budgetTable, requireAccepted, worstShare } from "./budgets";
import { type Measured, missedGoals } from "./goals";
import { feeAboveMinimum } from "./least-fee";
import { measureJudge, measurePace } from "./pace";

const USAGE = `npm run bench:contract [-- --rounds N]

What every transaction of the contract costs at its largest, and how many recipients fit into a Pay. In words to stderr;
the last line of stdout is one JSON object with "ok" and the figures. Exits with 1 where a goal is missed.

  --rounds N  so often a full Pay is built and checked for its pace (default 1000)`;

const OPTIONS = { rounds: { type: "string", default: "1000" } } as const;

/** So many that several threads of the judge take turns. */
const MOST_JUDGED = 60;

type Full = FullPay & { readonly name: string; readonly count: number; readonly feeAboveMinimum: number };

/** Half of the execution limits stay free: a Pay's cost may change with the protocol's prices and models. */
const BUDGET_SHARE = 0.5;

function fullPay(kind: RecipientKind, budgetShare = BUDGET_SHARE): Full {
  const { count, why } = mostRecipients(kind, budgetShare);
  const name = `Pay ${count} ${kind}`;
  console.error(`${name}: one more would fail, ${why}`);
  const planned = planPay(kind, count);
  const pay = makePay(planned);
  return { name, count, ...pay, feeAboveMinimum: feeAboveMinimum(planned, pay) };
}

await runCommand({ usage: USAGE, options: OPTIONS, isAlone: true }, async ({ values }) => {
  const rounds = readCount(values, "rounds", 1);
  const base = fullPay("base");
  const enterprise = fullPay("enterprise");
  const token = fullPay("token");
  const rows = [...largestOfEach(), base, enterprise, token];
  const anyBudget = fullPay("enterprise", 1);
  for (const row of [...rows, anyBudget]) requireAccepted(row);
  console.error(`\n${budgetTable([...rows, { ...anyBudget, name: `${anyBudget.name}, all limits` }])}\n`);

  const plain = await largestPlainPayment();
  const perRecipient = (feeLovelace: bigint, count: number) => Number(feeLovelace) / count;
  const ours = perRecipient(base.built.feeLovelace, base.count);
  const theirs = perRecipient(plain.feeLovelace, plain.count);
  console.error(
    `fee per recipient: ${ours.toFixed(1)} lovelace by a Pay of ${base.count}, ${theirs.toFixed(1)} by a plain payment ` +
      `of ${plain.count} (${plain.sizeBytes} bytes, ${plain.feeLovelace} lovelace)`,
  );

  const planned = planPay("base", base.count);
  const pace = await measurePace(planned, rounds);
  const judge = await measureJudge(planned, Math.min(rounds, MOST_JUDGED));
  console.error(
    `a full Pay in ${pace.payMs} ms, ${pace.payCpuMs} ms of processor (medians of ${rounds}): build and evaluate ` +
      `${pace.parts.buildMs}, own verifier ${pace.parts.verifyMs}; judged in its thread in ${judge.judgeMs} ms, the ` +
      `slowest in ${judge.slowestMs}; the process had ${judge.peakMiB} MiB at most\n`,
  );

  const measured: Measured = {
    recipientsBase: base.count,
    recipientsEnterprise: enterprise.count,
    recipientsToken: token.count,
    feeRatio: Math.round((ours / theirs) * 1_000) / 1_000,
    worstBudgetShare: Math.round(worstShare(rows) * 1_000) / 1_000,
    feeAboveMinimumShare: Math.max(...[base, enterprise, token].map((pay) => pay.feeAboveMinimum)),
    payMs: pace.payMs,
    payCpuMs: pace.payCpuMs,
    judgeMs: judge.judgeMs,
    judgeSlowestMs: judge.slowestMs,
    peakMiB: judge.peakMiB,
    heapGrowthMiB: pace.heapGrowthMiB,
    memoryGrowthMiB: pace.memoryGrowthMiB,
  };
  tellResult({ figures: measured, missed: missedGoals(measured) });
});
