import { describe, expect, it } from "vitest";
import { handleUnits, judgeHandle } from "./ada-handle";
import { makeAddress } from "./address";

const address = makeAddress(1, { kind: "key", hash: "11".repeat(28) }, { kind: "key", hash: "22".repeat(28) });
const script = makeAddress(1, { kind: "script", hash: "11".repeat(28) }, { kind: "key", hash: "22".repeat(28) });
const one = (at: string, quantity = 1n) => ({ address: at, quantity });

describe("the tokens of a handle", () => {
  it("are those that its makers and others publish", () => {
    // pub.dev, ada_handle 1.0.4: $walmart; koralabs/adahandle-sdk, README: a handle with metadata of CIP-68.
    expect(handleUnits("walmart").cip25).toBe("f0ff48bbb7bbe9d59a40f1ce90e9e9d0ff5002ec48f232b49ca0fb9a77616c6d617274");
    expect(handleUnits("dropcaptain").cip68.slice(56)).toBe("000de14064726f706361707461696e");
    expect(handleUnits("a@b").virtual.slice(56)).toBe("00000000614062");
  });
});

describe("a handle stands for", () => {
  const judge = (held: { address: string; quantity: bigint }[], virtual = [] as typeof held) =>
    judgeHandle("name", { held, virtual });

  it("the address of its holder, who is a key", () => {
    expect(judge([one(address)])).toEqual({ kind: "held", address });
  });

  it("nothing where nobody holds it, where it is there twice, or where a script has it", () => {
    expect(judge([])).toMatchObject({ kind: "unknown" });
    expect(judge([one(address), one(address)])).toMatchObject({ kind: "ambiguous" });
    expect(judge([one(address, 2n)])).toMatchObject({ kind: "ambiguous" });
    expect(judge([one(script)])).toMatchObject({ kind: "script", text: expect.stringContaining("held by a script") });
    expect(judge([], [one(script)])).toMatchObject({ kind: "virtual" });
  });
});
