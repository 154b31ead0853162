import { expect, test } from "vitest";
import { explainWalletError, type WalletCall } from "./wallet-error";

test.each<[WalletCall, number, string, string]>([
  ["enable", -3, "neutral", "Connection declined"],
  ["sign", -3, "neutral", "declined to sign"],
  ["sign", 3, "neutral", "declined to sign"],
  ["sign", 1, "stopped", "could not sign"],
  ["sign", 2, "stopped", "belongs to a script"],
  ["enable", -1, "stopped", "did not understand"],
  ["enable", -2, "stopped", "internal error"],
  ["sign", -4, "stopped", "account changed"],
  // 2 and 3 have a meaning only where the call defines them.
  ["enable", 2, "stopped", "Unexpected answer"],
  ["enable", 3, "stopped", "Unexpected answer"],
])("%s, code %i", (call, code, tone, words) => {
  const notice = explainWalletError(call, "sign-text", { code, info: "" });
  expect(notice.tone).toBe(tone);
  expect(notice.title).toContain(words);
  expect(notice.text).toMatch(/^Nothing was signed or sent\./);
});

test("an error without a code is quoted, shortened, and never raw JSON", () => {
  expect(explainWalletError("enable", "sign-text", new Error("port closed")).text).toContain("“port closed”");
  expect(explainWalletError("sign", "sign-text", "no device").text).toContain("“no device”");
  expect(explainWalletError("sign", "sign-text", { code: 99, info: "x".repeat(900) }).text.length).toBeLessThan(300);
  for (const odd of [null, undefined, 7, {}]) {
    expect(explainWalletError("enable", "sign-text", odd).text).toBe("Nothing was signed or sent.");
  }
});

test("a wallet may say in words that its owner declined, with another code or none", () => {
  for (const error of [{ code: 2, info: "User declined to sign" }, new Error("user denied access"), "Cancelled"]) {
    expect(explainWalletError("sign", "sign-text", error).tone).toBe("neutral");
  }
  expect(explainWalletError("sign", "sign-text", { code: 2, info: "The connection was rejected" }).tone).toBe(
    "stopped",
  );
});
