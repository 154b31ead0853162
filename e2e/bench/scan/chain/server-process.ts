import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

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
  const child = fork(fileURLToPath(new URL("serve.ts", import.meta.url)), options, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = once(child, "exit");
  const first = await Promise.race([once(child, "message"), gone.then(() => null)]);
  if (!first) throw new Error("the server of the bench ended before it began");
  return {
    url: String(first[0]),
    async close() {
      child.disconnect();
      await gone;
    },
  };
}
