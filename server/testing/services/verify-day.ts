import { eq, inArray } from "drizzle-orm";
import { expect } from "vitest";
import { auditEvent, batch, day, snapshot } from "@/db/schema";
import { SETTLED_DAY_STATES } from "@/server/domain/day/states";
import { partHashesOf, readManifest } from "@/server/domain/report/manifest";
import { partsByHash, type WholeReport as Report, readWholeReport } from "@/server/domain/report/read-report";
import { verifyAuditLog } from "@/server/services/audit/verify-log";
import { findReport } from "@/server/services/reports/find-report";
import { type PoolMove, paidByAddress, readPoolMoves } from "./pool-moves";
import { verifyAttempts, verifyBooks } from "./verify-books";
import type { World } from "./world";

export type VerifyOptions = {
  /** Tokens that count, by address; the players' own unless a test moved some. Null: another pot than a fixed one. */
  readonly holdings?: ReadonlyMap<string, bigint> | null;
  /** The day was adopted: the audit log that its report names is that of a database which is gone. */
  readonly isAdopted?: boolean;
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
  expect(["PAID", "FINAL", "PART_PAID", "CARRIED", "CLOSED"]).toContain(row.state);
  const found = await verifyReport(world, row.reportHash);
  await verifyDeclared(world, found, row.snapshotId, options.isAdopted ?? false);
  if (options.holdings !== null) verifyShares(world, found, options.holdings ?? holdingsOf(world));
  await verifyCarried(world, found);
  const moves = await readPoolMoves(world);
  const commitments = await commitmentsOf(world, dayIndex);
  const paid = verifyOnChain(moves, found, row.reportHash, commitments);
  const isInPart = row.state === "PART_PAID" || row.state === "CARRIED";
  expect(paid < commitments.length).toBe(isInPart);
  await verifyNothingElse(world, moves);
  await verifyAudit(world);
  if (row.state === "FINAL" || row.state === "CARRIED") {
    await verifyAttempts(world, dayIndex, found.batches.length);
    await verifyBooks(world, moves);
  }
  return found;
}

/** Both stored copies are whole, and the same. */
async function verifyReport(world: World, hash: string): Promise<Report> {
  const { db, reportStore } = world.ctx;
  const stored = await findReport(db, hash);
  const manifest = await reportStore.get(hash);
  const named = readManifest(manifest ?? "");
  if (!stored || !named.ok) throw new Error(`the report ${hash} is not stored twice`);
  expect(named.hash).toBe(hash);
  const kept = { manifest: manifest ?? "", parts: () => partsByHash(partHashesOf(named.manifest), reportStore.get) };
  const report = await readWholeReport(kept);
  expect(await readWholeReport(stored)).toEqual(report);
  return report;
}

/** What the report says of its own making is what the database holds. */
async function verifyDeclared(
  world: World,
  { declared, previous, open, block }: Report,
  snapshotId: string | null,
  isAdopted: boolean,
) {
  const { db } = world.ctx;
  const [read] = await db
    .select()
    .from(snapshot)
    .where(eq(snapshot.id, snapshotId ?? ""));
  const { snapshotId: id, auditHead } = declared;
  expect(read).toMatchObject({ ...block, ...(isAdopted ? {} : { id, auditHead }) });
  const heads = await db.$count(auditEvent, eq(auditEvent.hash, declared.auditHead.hash));
  expect(heads).toBe(isAdopted ? 0 : 1);
  if (previous.kind !== "report") return;
  const [before] = await db.select().from(day).where(eq(day.dayIndex, previous.dayIndex));
  expect(before?.reportHash).toBe(previous.hash);
  expect(before?.state === "CLOSED").toBe(previous.end.kind === "closed");
  if (previous.end.kind !== "closed") expect(previous.end.plan).toBe(before?.planDigest);
  if (previous.end.kind === "part-paid")
    expect(open).toMatchObject({ plan: before?.planDigest, left: previous.end.left });
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

/**
 * Every lovelace in is a lovelace out, and a day opens with what the one before carried; one that pays, with what the
 * pool's last plan left unpaid too.
 */
async function verifyCarried(world: World, { lines, batches, previous, open }: Report): Promise<void> {
  const sum = (key: "openingLovelace" | "earnedLovelace" | "payoutLovelace" | "carriedLovelace") =>
    lines.reduce((total, line) => total + line[key], 0n);
  const outputs = batches.reduce((total, { totalLovelace }) => total + totalLovelace, 0n);
  expect(sum("openingLovelace") + sum("earnedLovelace")).toBe(outputs + sum("carriedLovelace"));
  expect(sum("payoutLovelace")).toBe(outputs);
  const before = previous.kind === "report" ? await verifyReport(world, previous.hash) : null;
  const owed = new Map<string, bigint>();
  const add = (address: string, lovelace: bigint) => owed.set(address, (owed.get(address) ?? 0n) + lovelace);
  for (const { address, carriedLovelace } of before?.lines ?? [])
    if (carriedLovelace > 0n) add(address, carriedLovelace);
  if (open && batches.length > 0) {
    for (const { address, payoutLovelace } of unpaidLines(await verifyReport(world, open.report), open.left)) {
      add(address, payoutLovelace);
    }
  }
  const opened = lines.filter((line) => line.openingLovelace > 0n);
  expect(new Map(opened.map(({ address, openingLovelace }) => [address, openingLovelace]))).toEqual(
    new Map([...owed].sort(([a], [b]) => orderIn(lines, a) - orderIn(lines, b))),
  );
}

const orderIn = (lines: Report["lines"], address: string) => lines.findIndex((line) => line.address === address);

/** The payable lines of a report from the batch with this commitment on. */
function unpaidLines({ lines, batches }: Report, left: string): Report["lines"] {
  const from = batches.findIndex(({ commitment }) => commitment === left);
  if (from < 0) throw new Error(`no batch has the commitment ${left}`);
  const paid = batches.slice(0, from).reduce((sum, { outputs }) => sum + outputs, 0);
  return lines.filter((line) => line.payoutLovelace > 0n).slice(paid);
}

async function commitmentsOf(world: World, dayIndex: number): Promise<string[]> {
  const rows = await world.ctx.db.select().from(batch).where(eq(batch.dayIndex, dayIndex));
  return rows.sort((a, b) => a.batchNo - b.batchNo).map(({ commitment }) => commitment);
}

/** One Commit of this report, and Pays that are exactly its batches from the first on, each once. Returns how many. */
function verifyOnChain(moves: readonly PoolMove[], found: Report, hash: string, commitments: string[]): number {
  const commits = moves.filter(({ redeemer }) => redeemer?.kind === "commit" && redeemer.day === found.dayIndex);
  expect(commits).toHaveLength(found.batches.length > 0 ? 1 : 0);
  const [commit] = commits;
  if (commit?.redeemer?.kind !== "commit") return 0;
  expect(commit.redeemer.reportHash).toBe(hash);
  expect(commit.redeemer.firstCommitment).toBe(found.commitment);
  const { plan } = commit.after.datum;
  const pays = moves.filter(({ redeemer, before }) => redeemer?.kind === "pay" && before?.datum.plan === plan);
  const spent = pays.map(({ before }) => before?.datum.status);
  expect(spent.map((status) => (status?.kind === "paying" ? status.commitment : "idle"))).toEqual(
    commitments.slice(0, pays.length),
  );
  const outputs = pays.flatMap((pay) => pay.outputs);
  const left = commitments[pays.length];
  const payable = found.lines.filter((line) => line.payoutLovelace > 0n);
  const owed = left === undefined ? payable : payable.slice(0, payable.length - unpaidLines(found, left).length);
  expect(outputs.map(({ address, lovelace }) => [address, lovelace])).toEqual(
    owed.map(({ address, payoutLovelace }) => [address, payoutLovelace]),
  );
  expect(new Set(outputs.map(({ address }) => address)).size).toBe(outputs.length);
  expect(outputs.every(({ assets }) => Object.keys(assets).length === 0)).toBe(true);
  return pays.length;
}

/**
 * The pool lost what it paid and its fees, nothing else, and got what its governor withdrew and what was deposited; and
 * over all days nobody got more than they earned.
 */
async function verifyNothingElse(world: World, moves: readonly PoolMove[]): Promise<void> {
  for (const move of moves) {
    const { txHash, redeemer, before, after, outputs, feeLovelace, withdrawnLovelace } = move;
    if (before === null) continue;
    if (redeemer?.kind === "deposit") {
      expect(after.lovelace, txHash).toBeGreaterThanOrEqual(before.lovelace + withdrawnLovelace);
      continue;
    }
    expect(["commit", "pay", "expire", "resume", "cancel", "updateSettings"], txHash).toContain(redeemer?.kind);
    const paid = outputs.reduce((sum, { lovelace }) => sum + lovelace, 0n);
    expect(before.lovelace + withdrawnLovelace - paid - feeLovelace, txHash).toBe(after.lovelace);
  }
  const rows = await world.ctx.db
    .select()
    .from(day)
    .where(inArray(day.state, [...SETTLED_DAY_STATES, "COMMITTED", "PAYING"]));
  const earned = new Map<string, bigint>();
  for (const { reportHash } of rows) {
    const { lines } = await verifyReport(world, reportHash ?? "");
    for (const { address, earnedLovelace } of lines) earned.set(address, (earned.get(address) ?? 0n) + earnedLovelace);
  }
  for (const [address, paid] of paidByAddress(moves)) {
    expect(paid <= (earned.get(address) ?? 0n), `${address} was paid ${paid}, earned ${earned.get(address)}`).toBe(
      true,
    );
  }
}

async function verifyAudit({ ctx: { db } }: World): Promise<void> {
  expect(await verifyAuditLog(db)).toMatchObject({ ok: true, events: await db.$count(auditEvent) });
}
