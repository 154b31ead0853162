import { startChild } from "../../child";

export type Served = {
  readonly seed: string;
  readonly people: number;
  readonly blocks: number;
  readonly transactions: number;
  /** The height up to which it is shown. */
  readonly tip: number;
};

/** The chain of this seed and size, served over HTTP by another process. */
export async function startServerProcess(served: Served): Promise<{ readonly url: string; close(): Promise<void> }> {
  const options = Object.entries(served).map(([name, value]) => `--${name}=${value}`);
  const { child, first, gone } = await startChild(new URL("serve.ts", import.meta.url), options);
  return {
    url: String(first),
    async close() {
      child.disconnect();
      await gone;
    },
  };
}
