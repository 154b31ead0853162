import { afterAll, afterEach, beforeAll } from "vitest";
import { createKoiosSource } from "@/server/chain/sources/koios/source";
import type { FaultRule } from "@/server/devnet/faults";
import type { ChainSource } from "@/server/domain/ports";
import { QUICK_RETRY } from "../chain/with-source";
import { startTestDevnet, type TestDevnet } from "../devnet/harness";

/** A devnet that speaks Koios, a source that reads it, and lies about what it is asked for. */
export function withKoios<Facts>(play: (devnet: TestDevnet) => Promise<Facts>) {
  const held = {} as {
    devnet: TestDevnet;
    source: ChainSource;
    facts: Facts;
    /** To each answer, or to so many of them. */
    lie(path: string, at: string, value: unknown, times?: number): Promise<unknown>;
    fault(rule: FaultRule): Promise<unknown>;
  };
  beforeAll(async () => {
    held.devnet = await startTestDevnet({ dialects: ["koios"] });
    const url = held.devnet.koiosUrl ?? "";
    held.source = createKoiosSource({ url, name: "koios", retry: QUICK_RETRY, timeoutMs: 2_000 });
    held.fault = (rule) => held.devnet.control.setFaults(rule);
    held.lie = (path, at, value, times) =>
      held.fault({ path, kind: "lie", patch: [{ op: "replace", path: at, value }], ...(times ? { times } : {}) });
    held.facts = await play(held.devnet);
  });
  afterEach(() => held.devnet.control.clearFaults());
  afterAll(() => held.devnet.stop());
  return held;
}
