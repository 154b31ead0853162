import type { LedgerOutput } from "../cardano/ledger-output";

export function showOutput(output: LedgerOutput): string {
  const assets = Object.entries(output.assets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, quantity]) => ` + ${quantity} ${unit}`)
    .join("");
  const datum = output.inlineDatum ? ` with datum ${output.inlineDatum}` : "";
  const hash = output.datumHash ? ` with datum hash ${output.datumHash}` : "";
  const script = output.referenceScriptHash ? " with a reference script" : "";
  return `${output.address}: ${output.lovelace}${assets}${datum}${hash}${script}`;
}

export function differ<T>(what: string, found: T, wanted: T): string[] {
  const [a, b] = [show(found), show(wanted)];
  return a === b ? [] : [`${what}: is ${a}, should be ${b}`];
}

function show(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}
