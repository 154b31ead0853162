import type { Devnet, DevnetOptions } from "@/server/devnet/start";
import { startChild } from "../child";

/** In a process of its own: what the chain costs is not what we cost. */
export async function startDevnetProcess(options: DevnetOptions = {}): Promise<Devnet> {
  const { child, first, gone } = await startChild(new URL("devnet-main.ts", import.meta.url), [], options);
  return {
    ...(first as Omit<Devnet, "stop">),
    async stop() {
      child.disconnect();
      await gone;
    },
  };
}
