import { describe, expect, it } from "vitest";
import { describeNetwork, explorerHref } from "./network";

describe("explorerHref", () => {
  it("never links to the explorer of another network", () => {
    expect(explorerHref("mainnet", "transaction", "ab")).toBe("https://cardanoscan.io/transaction/ab");
    expect(explorerHref("preprod", "address", "addr_test1x")).toBe(
      "https://preprod.cardanoscan.io/address/addr_test1x",
    );
    expect(explorerHref("magic42", "transaction", "ab")).toBeUndefined();
  });
});

describe("describeNetwork", () => {
  it("calls only mainnet real", () => {
    expect(describeNetwork("mainnet")).toEqual({ name: "Mainnet", note: "real funds", live: true });
    expect(describeNetwork("preview")).toMatchObject({ name: "Preview", live: false });
    expect(describeNetwork("magic42")).toMatchObject({ name: "Local network 42", live: false });
  });
});
