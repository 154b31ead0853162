import { eq, inArray } from "drizzle-orm";
import { expect } from "vitest";
import { auditEvent, batch, day, report } from "@/db/schema";
import { verifyAuditChain } from "@/server/domain/audit/chain";
import { contentHashOf } from "@/server/domain/hash";
import { parseReport } from "@/server/domain/report/report";
import type { Report } from "@/server/domain/report/schema";
import { verifyReportTotals } from "@/server/domain/report/totals";
import { type PoolMove, paidByAddress, readPoolMoves } from "./pool-moves";
import { verifyAttempts, verifyBooks } from "./verify-books";
import type { World } from "./world";

export type VerifyOptions = {
  /** Tokens that count, by address; the players' own unless a test moved some. Null: another pot than a fixed one. */
  readonly holdings?: ReadonlyMap<string, bigint> | null;
};

/**
 * That a day ended as it had to: on the devnet's own chain everybody who is owed something was paid exactly that,
 * once, and nobody else anything; the report says so, is what was signed, and is kept twice; the audit log is whole,
 * and a FINAL day's books balance.
 */
export async function verifyDay(world: World, dayIndex: number, options: VerifyOptions = {}): Promise<Report> {
  const { db } = world.ctx;
  const [row] = await db.select().from(day).where(eq(day.dayIndex, dayIndex));
  if (!row?.reportHash) throw new Error(`day ${dayIndex} has no report: it is ${row?.state}`);
  expect(["PAID", "FINAL", "CLOSED"]).toContain(row.state);
  const found = await verifyReport(world, row.reportHash);
  if (options.holdings !== null) verifyShares(world, found, options.holdings ?? holdingsOf(world));
  await verifyCarried(world, found);
  const moves = await readPoolMoves(world);
  verifyOnChain(moves, found, row.reportHash, await commitmentsOf(world, dayIndex));
  await verifyNothingElse(world, moves);
  await verifyAudit(world);
  if (row.state === "FINAL") {
    await verifyAttempts(world, dayIndex, found.batches.length);
    await verifyBooks(world, moves);
  }
  return found;
}

/** The two stored copies are the same text, canonical, with sums that fit. */
async function verifyReport(world: World, hash: string): Promise<Report> {
  const [stored] = await world.ctx.db.select().from(report).where(eq(report.hash, hash));
  const kept = await world.ctx.reportStore.get(hash);
  expect(stored?.body).toBe(kept);
  const text = kept ?? "";
  expect(contentHashOf(text)).toBe(hash);
  const parsed = parseReport(text);
  if (!parsed.ok) throw new Error(parsed.problems.join("; "));
  expect(verifyReportTotals(parsed.report)).toEqual([]);
  return parsed.report;
}

function holdingsOf({ players }: World): Map<string, bigint> {
  return new Map(players.flatMap(({ wallet, tokens, plays }) => (plays ? [[wallet.address, tokens]] : [])));
}

/** Each earned its share of the fixed pot to the lovelace, and together all of it. */
function verifyShares(world: World, { lines, totals }: Report, holdings: ReadonlyMap<string, bigint>): void {
  const tokens = [...holdings.values()].reduce((sum, quantity) => sum + quantity, 0n);
  const earning = lines.filter((line) => line.earnedLovelace > 0n);
  for (const line of earning) {
    const exact = (holdings.get(line.address) ?? 0n) * world.potLovelace;
    const rest = line.earnedLovelace * tokens - exact;
    expect(rest > -tokens && rest < tokens, `${line.address} earned ${line.earnedLovelace}`).toBe(true);
  }
  expect(earning.map((line) => line.address).sort()).toEqual([...holdings.keys()].sort());
  expect(totals.awardedLovelace).toBe(tokens > 0n ? world.potLovelace : 0n);
}

/** Every lovelace in is a lovelace out, and a day opens with what the one before carried. */
async function verifyCarried(world: World, { lines, batches, previous, opening }: Report): Promise<void> {
  const sum = (key: "openingLovelace" | "earnedLovelace" | "payoutLovelace" | "carriedLovelace") =>
    lines.reduce((total, line) => total + line[key], 0n);
  const outputs = batches.reduce((total, { totalLovelace }) => total + totalLovelace, 0n);
  expect(sum("openingLovelace") + sum("earnedLovelace")).toBe(outputs + sum("carriedLovelace"));
  expect(sum("payoutLovelace")).toBe(outputs);
  const before = previous.kind === "report" ? await verifyReport(world, previous.hash) : null;
  const carried = (before?.lines ?? []).filter((line) => line.carriedLovelace > 0n);
  expect(new Map(opening.map(({ address, lovelace }) => [address, lovelace]))).toEqual(
    new Map(carried.map(({ address, carriedLovelace }) => [address, carriedLovelace])),
  );
}

async function commitmentsOf(world: World, dayIndex: number): Promise<string[]> {
  const rows = await world.ctx.db.select().from(batch).where(eq(batch.dayIndex, dayIndex));
  return rows.sort((a, b) => a.batchNo - b.batchNo).map(({ commitment }) => commitment);
}

/** One Commit of this report, and Pays that are exactly its batches, in their order, each once. */
function verifyOnChain(moves: readonly PoolMove[], found: Report, hash: string, commitments: string[]): void {
  const commits = moves.filter(({ redeemer }) => redeemer?.kind === "commit" && redeemer.day === found.dayIndex);
  expect(commits).toHaveLength(found.batches.length > 0 ? 1 : 0);
  const [commit] = commits;
  if (commit?.redeemer?.kind !== "commit") return;
  expect(commit.redeemer.reportHash).toBe(hash);
  expect(commit.redeemer.firstCommitment).toBe(found.commitment);
  const { plan } = commit.after.datum;
  const pays = moves.filter(({ redeemer, before }) => redeemer?.kind === "pay" && before?.datum.plan === plan);
  const spent = pays.map(({ before }) => before?.datum.status);
  expect(spent.map((status) => (status?.kind === "paying" ? status.commitment : "idle"))).toEqual(commitments);
  const outputs = pays.flatMap((pay) => pay.outputs);
  const owed = found.lines.filter((line) => line.payoutLovelace > 0n);
  expect(outputs.map(({ address, lovelace }) => [address, lovelace])).toEqual(
    owed.map(({ address, payoutLovelace }) => [address, payoutLovelace]),
  );
  expect(new Set(outputs.map(({ address }) => address)).size).toBe(outputs.length);
  expect(outputs.every(({ assets }) => Object.keys(assets).length === 0)).toBe(true);
}

/**
 * The pool lost what it paid and its fees, nothing else, and got what its governor withdrew; and over all days nobody
 * got more than the reports say.
 */
async function verifyNothingElse(world: World, moves: readonly PoolMove[]): Promise<void> {
  for (const move of moves) {
    const { txHash, redeemer, before, after, outputs, feeLovelace, withdrawnLovelace } = move;
    if (before === null) continue;
    expect(["commit", "pay", "updateSettings"], txHash).toContain(redeemer?.kind);
    const paid = outputs.reduce((sum, { lovelace }) => sum + lovelace, 0n);
    expect(before.lovelace + withdrawnLovelace - paid - feeLovelace, txHash).toBe(after.lovelace);
  }
  const rows = await world.ctx.db
    .select()
    .from(day)
    .where(inArray(day.state, ["COMMITTED", "PAYING", "PAID", "FINAL"]));
  const owed = new Map<string, bigint>();
  for (const { reportHash } of rows) {
    const { lines } = await verifyReport(world, reportHash ?? "");
    for (const { address, payoutLovelace } of lines) owed.set(address, (owed.get(address) ?? 0n) + payoutLovelace);
  }
  for (const [address, paid] of paidByAddress(moves)) {
    expect(paid <= (owed.get(address) ?? 0n), `${address} was paid ${paid}, owed ${owed.get(address)}`).toBe(true);
  }
}

async function verifyAudit(world: World): Promise<void> {
  const rows = await world.ctx.db.select().from(auditEvent).orderBy(auditEvent.sequence);
  const verdict = verifyAuditChain(
    rows.map(({ previousHash, hash, writtenAt: _, details, ...event }) => ({
      previousHash,
      hash,
      event: { ...event, details: details as never },
    })),
  );
  expect(verdict).toMatchObject({ ok: true, events: rows.length });
}
