import { afterEach, beforeEach } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import type { ChainSource } from "@/server/domain/ports";
import { type CannedServer, startCannedServer } from "./canned-server";

export const QUICK_RETRY = { retries: 2, baseDelayMs: 1, maxDelayMs: 5 };

/** A canned server and a source that reads it, new for each test. */
export function withCannedSource(options: { projectId?: string } = {}): {
  server: CannedServer;
  source: ChainSource;
} {
  const held = {} as { server: CannedServer; source: ChainSource };
  beforeEach(async () => {
    held.server = await startCannedServer();
    const { url } = held.server;
    held.source = createBlockfrostSource({
      url,
      name: "canned",
      retry: QUICK_RETRY,
      timeoutMs: 250,
      submitTimeoutMs: 250,
      ...options,
    });
  });
  afterEach(() => held.server.close());
  return held;
}
