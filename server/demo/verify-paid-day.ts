import { eq } from "drizzle-orm";
import { day } from "@/db/schema";
import { readPool } from "@/server/domain/contract/read-pool";
import { NO_PLAN } from "@/server/domain/contract/types";
import { bindPlan } from "@/server/domain/plan/sign-request";
import type { ChainSource, ReportTexts } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import { readManifest } from "@/server/domain/report/manifest";
import { type WholeReport as Report, readWholeReport } from "@/server/domain/report/read-report";
import type { Deployment } from "@/server/services/pool/deployment";
import { readOutputs } from "@/server/services/pool/read-act";
import { findReport } from "@/server/services/reports/find-report";
import { expectedEligible } from "./game/expected";
import type { GameResult } from "./game/types";
import type { Product } from "./set-up";
import { type SourcesOfDay, verifySources } from "./verify-sources";

export type PaidDay = SourcesOfDay & {
  readonly day: number;
  readonly eligible: number;
  readonly paid: number;
  readonly carried: number;
  readonly batches: number;
  /** The Commit and the payments, in the order of the chain. */
  readonly transactions: readonly string[];
  readonly totalLovelace: bigint;
  /** Empty when everything is correct. */
  readonly problems: readonly string[];
};

type Checked = Pick<Product, "db" | "network" | "deployment" | "game" | "options">;

/**
 * Checks the first paid day from the outside: the pool's payments are read from the chain, the expected rewards come
 * from what the demo played, and the report must explain both. From the product's tables it takes only the report, and
 * then finds its digest on chain.
 */
export async function verifyPaidDay(
  { db, network: { source }, deployment, game, options }: Checked,
  dayIndex: number,
): Promise<PaidDay> {
  const [row] = await db
    .select({ deadlineMs: day.deadlineMs, hash: day.reportHash })
    .from(day)
    .where(eq(day.dayIndex, dayIndex));
  const report = row?.hash ? await findReport(db, row.hash) : null;
  if (!row || !report) throw new Error(`Day ${dayIndex} has no report.`);
  const told = await readWholeReport(report);
  const onChain = await readPaid(source, deployment);
  const declared = readManifest(report.manifest);
  if (!declared.ok) throw new Error(`The report of day ${dayIndex} cannot be read.`);
  const { problems: ofSources, ...sources } = await verifySources(db, declared.manifest.declared, options.sources);
  const problems = [
    ...ofSources,
    ...comparePaid(told, onChain.paid),
    ...compareEarned(told, game),
    ...(await comparePlan(source, deployment, report, row.deadlineMs ?? 0)),
  ];
  return {
    ...sources,
    day: dayIndex,
    eligible: told.totals.eligibleIdentities,
    paid: onChain.paid.size,
    carried: told.lines.filter((line) => line.carriedLovelace > 0n).length,
    batches: told.batches.length,
    transactions: onChain.transactions,
    totalLovelace: [...onChain.paid.values()].reduce((sum, lovelace) => sum + lovelace, 0n),
    problems,
  };
}

type Paid = { readonly paid: Map<string, bigint>; readonly transactions: string[] };

/** All outputs of the pool's transactions since its deployment, except the pool itself. */
async function readPaid(source: ChainSource, { script, deployTxHash, start }: Deployment): Promise<Paid> {
  const { height } = await source.tip();
  const refs = await source.assetTransactions(script.stateToken, start.height, height);
  const paid = new Map<string, bigint>();
  const transactions: string[] = [];
  for (const { hash } of refs) {
    if (hash === deployTxHash) continue;
    const place = await source.transactionPlace(hash);
    if (!place?.valid) throw new Error(`The pool's transaction ${hash} is not on chain, or failed.`);
    transactions.push(hash);
    for (const { address, lovelace } of (await readOutputs(source, hash)).filter(
      (output) => output.address !== script.address,
    )) {
      paid.set(address, (paid.get(address) ?? 0n) + lovelace);
    }
  }
  return { paid, transactions };
}

function comparePaid(told: Report, paid: ReadonlyMap<string, bigint>): string[] {
  const owed = new Map(
    told.lines.flatMap((line) => (line.payoutLovelace > 0n ? [[line.address, line.payoutLovelace]] : [])),
  );
  const wrong = [...owed].filter(([address, lovelace]) => paid.get(address) !== lovelace);
  const strangers = [...paid].filter(([address]) => !owed.has(address));
  return [
    ...wrong.map(([address, lovelace]) => `${address} is owed ${lovelace} but was paid ${paid.get(address) ?? 0n}`),
    ...strangers.map(([address, lovelace]) => `${address} was paid ${lovelace} but is owed nothing`),
  ];
}

/** By the game's own account: who earns, at which address, for how many tokens, and how much within a lovelace. */
function compareEarned(told: Report, game: GameResult): string[] {
  const expected = expectedEligible(game);
  const tokens = expected.reduce((sum, { quantity }) => sum + quantity, 0n);
  const lines = new Map(told.lines.map((line) => [line.address, line]));
  const problems: string[] = [];
  let earned = 0n;
  for (const { identity, addresses, quantity } of expected) {
    let lovelace = 0n;
    for (const held of addresses) {
      const line = lines.get(held.address);
      lines.delete(held.address);
      if (line?.quantity !== held.quantity || line.identity !== identity) {
        problems.push(
          `${held.address} holds ${held.quantity} tokens of ${identity}; the report says ${line?.quantity ?? "nothing"}`,
        );
      }
      lovelace += line?.earnedLovelace ?? 0n;
    }
    const floor = (told.totals.potLovelace * quantity) / tokens;
    if (lovelace < floor || lovelace > floor + 1n)
      problems.push(`${identity} should earn ${floor} lovelace but earns ${lovelace}`);
    earned += lovelace;
  }
  for (const { address } of lines.values())
    problems.push(`${address} has a line in the report but should earn nothing`);
  if (earned !== told.totals.potLovelace)
    problems.push(`${earned} lovelace of the pot of ${told.totals.potLovelace} were awarded`);
  return problems;
}

/** Checks that the pool's datum names the plan that follows from the report. */
async function comparePlan(
  source: ChainSource,
  { script, settings }: Deployment,
  { manifest }: ReportTexts,
  deadlineMs: number,
): Promise<string[]> {
  const [output] = await source.unspentOutputs(script.address, script.stateToken);
  const reading = output && readPool(output, script.policyId, settings.prizeAsset);
  if (!reading?.ok) return [`the pool cannot be read: ${reading?.problem ?? "nobody holds the state token"}`];
  const { datum } = reading.pool;
  const read = readManifest(manifest);
  if (!read.ok) return read.problems.map((problem) => `the report cannot be read: ${problem}`);
  const bound = bindPlan(
    { ...factsOfReport(read.manifest), hash: read.hash },
    {
      network: settings.network,
      policyId: script.policyId,
      nonce: 0,
      previousPlan: NO_PLAN,
      previousLeft: "",
      prizeAsset: settings.prizeAsset,
      deadlineMs,
    },
  );
  if (!bound.ok) return bound.problems.map((problem) => `the report gives no plan: ${problem}`);
  const { status, plan } = datum;
  return [
    ...(plan === bound.plan.plan ? [] : [`the pool names plan ${plan}, but the report gives ${bound.plan.plan}`]),
    ...(status.kind === "idle" && status.left === "" ? [] : ["the pool has not paid all of its plan"]),
  ];
}
