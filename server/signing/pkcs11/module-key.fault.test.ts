import { ed25519 } from "@noble/curves/ed25519";
import { utf8ToBytes } from "@noble/hashes/utils";
import { afterEach, describe, expect, it } from "vitest";
import { type FaultySoftHsm, openFaultySoftHsm } from "@/server/testing/signing/faulty-softhsm";
import { PIN } from "@/server/testing/signing/softhsm";
import type { Entry } from "./calls";
import { listModuleTokens, type ModuleKey, makeModuleKey, openModuleKey } from "./module-key";
import { chooseVariables } from "./module-variables";

const TEXT = utf8ToBytes("Daily Prize Oracle 42 propose day 1 pay 2 lovelace to 3 outputs before 4 plan 5");
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Module = FaultySoftHsm & {
  readonly entry: Entry;
  open(change?: Partial<Entry>, label?: string): Promise<ModuleKey>;
};

/** A token with a key of the oracle's, made in it. */
async function world(): Promise<Module> {
  const hsm = openFaultySoftHsm();
  closing.push(hsm.close);
  hsm.addToken("oracle");
  const entry: Entry = { module: hsm.module, token: { label: "oracle" }, pin: PIN, origin: "stored" };
  await makeModuleKey(entry, { label: "oracle", id: "01" }, hsm.forModule);
  const open = async (change: Partial<Entry> = {}, label = "oracle") => {
    const how = { entry: { ...entry, ...change }, key: { label }, variables: hsm.forModule, signMs: 3_000 };
    const key = await openModuleKey(how);
    closing.push(key.close);
    return key;
  };
  return { ...hsm, entry, open };
}

async function expectRight(key: ModuleKey): Promise<void> {
  expect(ed25519.verify(await key.sign(TEXT), TEXT, key.publicKey)).toBe(true);
}

describe("a key in a module", () => {
  it("was made in it, cannot leave it, signs, and is there again for another process", async () => {
    const { open } = await world();
    const key = await open();
    expect(key.details).toMatchObject({ label: "oracle", id: "01", isBornInside: true });
    await Promise.all([expectRight(key), expectRight(key)]);
    expect((await open({}, "oracle")).publicKey).toBe(key.publicKey);
  });

  it.each([
    ["could be taken out", { extractable: true }, /can be taken out of the module \(CKA_EXTRACTABLE\)\. Make another/],
    ["could be read", { sensitive: false }, /can be read in plain \(not CKA_SENSITIVE\)/],
    ["needs no PIN", { private: false }, /can be used without the PIN/],
    ["does not sign", { sign: false }, /does not sign/],
  ])("that %s is refused", async (_name, weakness, words) => {
    const hsm = await world();
    hsm.addKey("oracle", "weak", weakness);
    await expect(hsm.open({}, "weak")).rejects.toThrow(words);
  });

  it("that wants its PIN for each signature gets it", async () => {
    const hsm = await world();
    hsm.addKey("oracle", "careful", { alwaysAuthenticate: true });
    await expectRight(await hsm.open({}, "careful"));
  });

  it("is not made twice under one label or id", async () => {
    const { entry, forModule } = await world();
    for (const key of [
      { label: "oracle", id: "02" },
      { label: "other", id: "01" },
    ]) {
      await expect(makeModuleKey(entry, key, forModule)).rejects.toThrow(/has a key .* already/);
    }
  });

  it("gets nothing of the environment but what a module needs, and what is named for it", async () => {
    const hsm = await world();
    const all = { ...hsm.variables, PATH: "/usr/bin", SIGNER_SECRET: "s", OTHER_PASSWORD: "p", NODE_OPTIONS: "" };
    await listModuleTokens(hsm.module, chooseVariables(all, hsm.named));
    expect(hsm.seen()).toEqual([...hsm.named, "PATH", "SOFTHSM2_CONF"].sort());
  });

  it("that is not there, or in a token that is not there, is named with what is there", async () => {
    const { open } = await world();
    await expect(open({}, "approver")).rejects.toThrow('The token has no private key with the label "approver".');
    await expect(open({ token: { label: "other" } })).rejects.toThrow(/no token "other"\. .*"oracle" in slot \d+/);
    await expect(open({ module: "/nowhere.so" })).rejects.toThrow(/\/nowhere\.so cannot be loaded/);
  });
});

describe("what is lost and comes back", () => {
  it.each([
    ["a session (CKR_SESSION_HANDLE_INVALID)", "0xB3"],
    ["a login (CKR_USER_NOT_LOGGED_IN)", "0x101"],
    ["a device (CKR_DEVICE_REMOVED)", "0x32"],
    ["a token (CKR_TOKEN_NOT_PRESENT)", "0xE0"],
    ["a module that hangs", "hang"],
    ["a library that crashes", "crash"],
  ])("%s: the next signature is made in a new session", async (_name, fault) => {
    const hsm = await world();
    const key = await hsm.open();
    hsm.fail("sign", fault, "once");
    await expectRight(key);
    await expectRight(key);
  });

  it("is said in words while it lasts, and needs no restart when it is over", async () => {
    const hsm = await world();
    const key = await hsm.open();
    hsm.fail("sign", "hang", "always");
    await expect(key.sign(TEXT)).rejects.toThrow("The module did not answer (sign) within 3 seconds");
    hsm.fail("sign", "0x32", "always");
    await expect(key.sign(TEXT)).rejects.toThrow("The device was removed. (CKR_DEVICE_REMOVED, while signing)");
    hsm.heal();
    await expectRight(key);
  });

  it("a token that was pulled out is named; another one with the same label is not signed with", async () => {
    const hsm = await world();
    const key = await hsm.open();
    hsm.takeTokensAway();
    await expect(key.sign(TEXT)).rejects.toThrow('The module shows no token "oracle"');
    hsm.addToken("oracle");
    await makeModuleKey(hsm.entry, { label: "oracle", id: "01" }, hsm.forModule);
    await expect(key.sign(TEXT)).rejects.toThrow("The module shows another key now");
  });

  it("a wrong signature is never handed out", async () => {
    const hsm = await world();
    const key = await hsm.open();
    hsm.fail("sign", "wrong", "always");
    await expect(key.sign(TEXT)).rejects.toThrow("It was not handed out");
    hsm.heal();
    await expectRight(key);
  });
});

describe("a PIN", () => {
  it("that is wrong is tried once: not again by a new start, until a person has typed the right one", async () => {
    const hsm = await world();
    const before = hsm.logins();
    await expect(hsm.open({ pin: "000000" })).rejects.toThrow("The token refuses the PIN. It is not tried again");
    expect(hsm.logins()).toBe(before + 1);
    expect(await listModuleTokens(hsm.module, hsm.forModule)).toMatchObject([{ pin: "wrong-given" }]);
    for (const pin of ["000000", PIN]) {
      await expect(hsm.open({ pin })).rejects.toThrow("A wrong PIN was given to the token, so the stored one is not");
    }
    expect(hsm.logins()).toBe(before + 1);
    await hsm.open({ origin: "typed" });
    await hsm.open();
  });

  it("that is refused when a session is opened again is never used again by this process", async () => {
    const hsm = await world();
    const key = await hsm.open();
    const before = hsm.logins();
    hsm.fail("sign", "0xB3", "once");
    hsm.fail("login", "0xA4", "always");
    await expect(key.sign(TEXT)).rejects.toThrow("The PIN is locked after too many wrong ones");
    hsm.heal();
    await expect(key.sign(TEXT)).rejects.toThrow("The PIN is locked");
    expect(hsm.logins()).toBe(before + 1);
  });
});
