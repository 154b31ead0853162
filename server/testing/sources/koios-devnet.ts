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
    lie(path: string, at: string, value: unknown): Promise<unknown>;
    fault(rule: FaultRule): Promise<unknown>;
  };
  beforeAll(async () => {
    held.devnet = await startTestDevnet({ dialects: ["koios"] });
    const url = held.devnet.koiosUrl ?? "";
    held.source = createKoiosSource({ url, name: "koios", retry: QUICK_RETRY, timeoutMs: 2_000 });
    held.fault = (rule) => held.devnet.control.setFaults(rule);
    held.lie = (path, at, value) => held.fault({ path, kind: "lie", patch: [{ op: "replace", path: at, value }] });
    held.facts = await play(held.devnet);
    // It has then seen a page that is longer than any list here: no list is asked on for, so that a lie fits each page.
    await held.source.blocksAfter((await held.source.block(0))?.hash ?? "", 100);
  });
  afterEach(() => held.devnet.control.clearFaults());
  afterAll(() => held.devnet.stop());
  return held;
}
