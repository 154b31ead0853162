import { describe, expect, it } from "vitest";
import { networkIdOf, networkLabel, networkName } from "./network";

describe("a network", () => {
  it("is called by its name, or by its magic", () => {
    expect([764_824_073, 1, 2, 42].map(networkLabel)).toEqual(["mainnet", "preprod", "preview", "magic42"]);
    expect([9_999, 10_000, 4_294_967_295].map(networkLabel)).toEqual(["magic9999", "x-7ps", "x-1z141z3"]);
    expect(networkName(1)).toBe("preprod (network magic 1)");
    expect(networkName(42)).toBe("the network with magic 42");
  });

  it("has network id 1 in addresses only if it is mainnet", () => {
    expect([764_824_073, 1, 2, 42].map(networkIdOf)).toEqual([1, 0, 0, 0]);
  });
});
