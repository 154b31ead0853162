import type { PoolInWords } from "@/server/domain/contract/pool-in-words";

const WIDTH = 14;

/** A line for each fact, then one for each fault. */
export function tellPool({ facts, faults }: PoolInWords, tell: (text: string) => void): void {
  for (const [label, text] of facts) tell(`${label.padEnd(WIDTH)}${text}`);
  for (const fault of faults) tell(`! ${fault}`);
}
