import { describe, expect, it } from "vitest";
import { addressFromText, credentialFromText, stakeAddress } from "./address";
import { toHex } from "./cbor-shape";

/* Test vectors of CIP-19. */
const PAYMENT = "9493315cd92eb5d8c4304e67b7e16ae36d61d34502694657811a2c8e";
const STAKE = "337b62cfff6403a06a3acbc34f8c46003c69fe79a3628cefa9c47251";
const SCRIPT = "c37b1b5dc0669f1d3c61a6fddb2e8fde96be87b881c60bce8e8d542f";

describe("addresses", () => {
  it.each([
    [
      "addr_test1qz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgs68faae",
      { hash: PAYMENT, script: false },
      { hash: STAKE, script: false },
    ],
    [
      "addr_test1zrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gten0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgsxj90mg",
      { hash: SCRIPT, script: true },
      { hash: STAKE, script: false },
    ],
    [
      "addr_test1yz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerkr0vd4msrxnuwnccdxlhdjar77j6lg0wypcc9uar5d2shsf5r8qx",
      { hash: PAYMENT, script: false },
      { hash: SCRIPT, script: true },
    ],
    ["addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz", { hash: PAYMENT, script: false }, null],
    ["addr_test1wrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcl6szpr", { hash: SCRIPT, script: true }, null],
  ])("%s", (text, payment, stake) => {
    expect(addressFromText(text)).toMatchObject({ text, networkId: 0, payment, stake });
  });

  it("writes and reads reward addresses", () => {
    const text = stakeAddress(0, { hash: STAKE, script: false });
    expect(text).toBe("stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn");
    expect(addressFromText(text)).toMatchObject({ payment: null, stake: { hash: STAKE, script: false } });
  });

  it("refuses a bad checksum, a wrong prefix and a wrong length", () => {
    expect(addressFromText("addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsy")).toBeNull();
    expect(addressFromText("addr1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz")).toBeNull();
    expect(addressFromText("addr_test1qqqqqq")).toBeNull();
    expect(addressFromText("hello")).toBeNull();
  });

  it("reads bare payment credentials", () => {
    const credential = credentialFromText("addr_vkh1jjfnzhxe966a33psfenm0ct2udkkr569qf55v4uprgkgu8zsvmg");
    expect(credential && toHex(credential.bytes)).toBe(PAYMENT);
    expect(credentialFromText("stake_test1uqehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gssrtvn")).toBeNull();
  });
});
