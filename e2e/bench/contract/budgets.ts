import type { FullPay } from "@/server/testing/contract/full-pay";
import { emulate, PARAMETERS, submit } from "@/server/testing/contract/world";
import { percent } from "./goals";

type Row = FullPay & { readonly name: string };

const { maxTxSize, maxTxExMem, maxTxExSteps } = PARAMETERS;

/** The table of size, cost and fee of every transaction, under the protocol's limits. */
export function budgetTable(rows: readonly Row[]): string {
  const cells = [
    ["", "bytes", "memory", "", "steps", "", "fee ADA"],
    ["the protocol's limits", maxTxSize, maxTxExMem, "", maxTxExSteps, "", ""],
    ...rows.map(({ name, built }) => {
      const { mem, steps } = built.units;
      const { memShare, stepsShare } = shares(built.units);
      return [name, built.signedSizeBytes, mem, percent(memShare), steps, percent(stepsShare), ada(built.feeLovelace)];
    }),
  ].map((row) => row.map((cell) => (typeof cell === "string" ? cell : cell.toLocaleString("en"))));
  const width = (column: number) => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(width(i)) : cell.padStart(width(i)))).join("  ");
  return cells.map(line).join("\n");
}

/** Throws if the ledger would refuse one of them: building alone proves nothing. */
export function requireAccepted({ name, signed, state }: Row): void {
  const { accepted, error, logs } = submit(emulate(state), signed);
  if (!accepted) throw new Error(`the ledger refuses ${name}: ${error} ${logs.join("; ")}`);
}

export function worstShare(rows: readonly Row[]): number {
  return Math.max(
    ...rows.flatMap(({ built }) => {
      const { memShare, stepsShare } = shares(built.units);
      return [memShare, stepsShare];
    }),
  );
}

function shares({ mem, steps }: FullPay["built"]["units"]) {
  return { memShare: Number(mem) / Number(maxTxExMem), stepsShare: Number(steps) / Number(maxTxExSteps) };
}

function ada(lovelace: bigint): string {
  return (Number(lovelace) / 1_000_000).toFixed(6);
}
