import { describe, expect, it } from "vitest";
import type { BlockHeader, ChainSource, SubmitOutcome } from "@/server/domain/ports";
import { landAll, type Outgoing } from "./land";

const WATCH = { addresses: ["addr_test1game"], units: [] };

/** A chain whose blocks are given: how high each is, and the transactions on the chain then. */
type Step = { height: number; landed: readonly string[] };

function chainOf(steps: readonly Step[], answer: (hash: string, count: number) => SubmitOutcome = accept) {
  const sent: string[] = [];
  let asked = 0;
  const step = () => steps[Math.min(asked, steps.length - 1)] ?? { height: 0, landed: [] };
  const header = ({ height }: Step): BlockHeader => {
    return { hash: `b${height}`, height, slot: height * 10, previousHash: null, timeMs: 0 };
  };
  const source = {
    name: "told",
    tip: async () => {
      const tip = header(step());
      asked++;
      return tip;
    },
    addressTransactions: async (_: string, __: number, to: number) => {
      const seen = steps.find(({ height }) => height === to)?.landed ?? [];
      return seen.map((hash) => ({ hash, height: to }));
    },
    transactionPlace: async () => null,
    submit: async (bytes: Uint8Array) => {
      const hash = new TextDecoder().decode(bytes);
      sent.push(hash);
      return answer(hash, sent.filter((one) => one === hash).length);
    },
  } as Partial<ChainSource> as ChainSource;
  return { source, sent };
}

const accept = (): SubmitOutcome => ({ kind: "accepted" });

function outgoing(hash: string, wave = 0): Outgoing {
  return { hash, bytes: new TextEncoder().encode(hash), wave, validUntilSlot: 1_000 };
}

describe("landAll", () => {
  it("waits again for what a rollback undid, and sends the same bytes again", async () => {
    const steps = [
      { height: 1, landed: [] },
      { height: 2, landed: ["a"] },
      { height: 20, landed: ["b"] },
      { height: 21, landed: ["a", "b"] },
    ];
    const { source, sent } = chainOf(steps);
    const landed: number[] = [];
    await landAll(source, [outgoing("a"), outgoing("b")], WATCH, (counts) => landed.push(counts.landed));
    expect(landed).toEqual([0, 1, 1, 2]);
    expect(sent).toEqual(["a", "b", "a"]);
  });

  it("sends children only after their parents were accepted", async () => {
    const busy: SubmitOutcome = { kind: "ambiguous", detail: "status 425" };
    const steps = [1, 2, 3].map((height) => ({ height, landed: height === 3 ? ["child", "parent"] : [] }));
    const { source, sent } = chainOf(steps, (hash, count) => (hash === "parent" && count === 1 ? busy : accept()));
    await landAll(source, [outgoing("child", 1), outgoing("parent")], WATCH);
    expect(sent).toEqual(["parent", "parent", "child"]);
  });

  it("believes the chain, not the server: refused, yet landed", async () => {
    const spent: SubmitOutcome = { kind: "ambiguous", detail: "All inputs are spent" };
    const { source } = chainOf(
      [
        { height: 1, landed: [] },
        { height: 2, landed: ["a"] },
      ],
      () => spent,
    );
    await landAll(source, [outgoing("a")], WATCH);
  });

  it("stops with the server's words when bytes can never be valid", async () => {
    const { source } = chainOf([{ height: 1, landed: [] }], () => ({
      kind: "rejected",
      detail: "bad witness",
    }));
    await expect(landAll(source, [outgoing("a")], WATCH)).rejects.toThrow(
      "Transaction a can never be valid: bad witness",
    );
  });

  it("stops when a transaction expired, with the last refusal", async () => {
    const { source } = chainOf(
      [
        { height: 1, landed: [] },
        { height: 100, landed: [] },
      ],
      () => ({ kind: "ambiguous", detail: "no room" }),
    );
    await expect(landAll(source, [outgoing("a")], WATCH)).rejects.toThrow(
      "Transaction a is in no block and expired in slot 1000. The last refusal: no room",
    );
  });
});
