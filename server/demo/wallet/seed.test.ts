import { describe, expect, it } from "vitest";
import { walletFromSeed } from "./seed";

/** The phrase of the addresses in CIP-19's test vectors (their payment part, addr_vk1w0l2...). */
const PHRASE = "test walk nut penalty hip pave soap entry language right filter choice";
const PAYMENT_HASH = "9493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e";
const RIGHT = "Use 12, 15, 18, 21 or 24 words of the English BIP-39 list, separated by spaces.";

describe("walletFromSeed", () => {
  it("derives the payment key of CIP-19's vectors, for either network", () => {
    const test = walletFromSeed(PHRASE, 0);
    expect(test.paymentKey.keyHash).toBe(PAYMENT_HASH);
    expect(test.paymentKey.publicKey()).toBe("73fea80d424276ad0978d4fe5310e8bc2d485f5f6bb3bf87612989f112ad5a7d");
    expect(test.address).toMatch(/^addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer/);
    expect(walletFromSeed(PHRASE, 1).address).toMatch(/^addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer/);
  });

  it("takes the phrase however it was typed", () => {
    const typed = `  ${PHRASE.toUpperCase().replaceAll(" ", "\n  ")} \n`;
    expect(walletFromSeed(typed, 0).address).toBe(walletFromSeed(PHRASE, 0).address);
  });

  it.each([
    ["", "The seed phrase has 0 words."],
    ["test", "The seed phrase has 1 word."],
    [`${PHRASE} choice`, "The seed phrase has 13 words."],
    [PHRASE.replace("walk", "wolk"), "The seed phrase is not valid"],
    [PHRASE.replace("walk nut", "nut walk"), "The seed phrase is not valid"],
  ])("says what is wrong with %j and what would be right, without repeating the phrase", (phrase, problem) => {
    const attempt = () => walletFromSeed(phrase, 0);
    expect(attempt).toThrow(problem);
    expect(attempt).toThrow(RIGHT);
    expect(attempt).not.toThrow(/penalty/);
  });
});
