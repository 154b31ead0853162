import { describe, expect, it } from "vitest";
import { BLOCKS_IN_DOUBT, isBeyondDoubt, lastingDoubt } from "./doubt";

describe("an answer that may be old", () => {
  it("stops a day once it has been given over enough blocks, and not before", () => {
    const first = lastingDoubt(null, "supply-differs", 100);
    expect(isBeyondDoubt(first, 100)).toBe(false);
    const later = lastingDoubt(first, "supply-differs", 100 + BLOCKS_IN_DOUBT - 1);
    expect(isBeyondDoubt(later, 100 + BLOCKS_IN_DOUBT - 1)).toBe(false);
    const last = lastingDoubt(later, "supply-differs", 100 + BLOCKS_IN_DOUBT);
    expect(isBeyondDoubt(last, 100 + BLOCKS_IN_DOUBT)).toBe(true);
  });

  it("counts anew when another thing is said, and when the chain went back before it", () => {
    const first = lastingDoubt(null, "supply-differs", 100);
    expect(lastingDoubt(first, "unknown-prize-asset", 105)).toEqual({ kind: "unknown-prize-asset", sinceHeight: 105 });
    expect(lastingDoubt(first, "supply-differs", 99)).toEqual({ kind: "supply-differs", sinceHeight: 99 });
  });
});
