// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { type DevnetOptions, startDevnet } from "@/server/devnet/start";

/* A devnet of the options that it is told. It ends with its parent. */

process.once("message", async (options: DevnetOptions) => {
  const { stop: _stop, ...told } = await startDevnet(options);
  process.send?.(told);
});
process.on("disconnect", () => process.exit());
