import { utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeModuleKey } from "@/server/signing/pkcs11/module-key";
import { type FaultySoftHsm, openFaultySoftHsm } from "@/server/testing/signing/faulty-softhsm";
import { PIN } from "@/server/testing/signing/softhsm";
import { openKey } from "./open-key";

let hsm: FaultySoftHsm;
beforeAll(() => {
  hsm = openFaultySoftHsm();
});
afterAll(() => hsm?.close());

it("a stored PIN that was refused is tried once, however often the signer is started", async () => {
  hsm.addToken("oracle");
  const entry = { module: hsm.module, token: { label: "oracle" }, pin: PIN, origin: "stored" } as const;
  await makeModuleKey(entry, { label: "oracle", id: "01" }, hsm.forModule);
  const pinFile = path.join(hsm.folder, "pin");
  writeFileSync(pinFile, PIN, { mode: 0o600 });
  const values = {
    module: hsm.module,
    token: "oracle",
    "key-label": "oracle",
    "pin-file": pinFile,
    "module-env": hsm.named,
  };
  const start = () =>
    openKey(values, { stateFile: path.join(hsm.folder, "signed.json"), networkMagic: 42, variables: hsm.variables });
  const before = hsm.logins();
  // A token that does not tell of wrong PINs: only its answer does.
  hsm.fail("login", "0xA0", "always");
  await expect(start()).rejects.toThrow("The token refuses the PIN");
  hsm.heal();
  for (let again = 0; again < 3; again++) await expect(start()).rejects.toThrow("It is not tried again");
  expect(hsm.logins()).toBe(before + 1);
  utimesSync(pinFile, new Date(), new Date(Date.now() + 5_000));
  const key = await start();
  expect(key.remarks).toEqual([]);
  await key.close();
});

it("a stored PIN that is refused where a lost session is opened again is not tried by a new start", async () => {
  hsm.addToken("reopened");
  const entry = { module: hsm.module, token: { label: "reopened" }, pin: PIN, origin: "stored" } as const;
  await makeModuleKey(entry, { label: "reopened", id: "01" }, hsm.forModule);
  const pinFile = path.join(hsm.folder, "pin-reopened");
  writeFileSync(pinFile, PIN, { mode: 0o600 });
  const values = {
    module: hsm.module,
    token: "reopened",
    "key-label": "reopened",
    "pin-file": pinFile,
    "module-env": hsm.named,
  };
  const start = () =>
    openKey(values, { stateFile: path.join(hsm.folder, "reopened.json"), networkMagic: 42, variables: hsm.variables });
  const key = await start();
  hsm.fail("sign", "0xB3", "always");
  await expect(key.sign(Buffer.from("a line"))).rejects.toThrow();
  hsm.fail("login", "0xA0", "always");
  await expect(key.sign(Buffer.from("a line"))).rejects.toThrow("The token refuses the PIN");
  hsm.heal();
  await expect(start()).rejects.toThrow("It is not tried again");
  await key.close();
});

it("a signer has one key", async () => {
  const both = { "key-file": "a.json", module: "m.so" };
  const signer = { stateFile: "signed.json", networkMagic: 42, variables: {} };
  await expect(openKey(both, signer)).rejects.toThrow("--key-file and --module exclude each other");
  await expect(openKey({}, signer)).rejects.toThrow("Name the signer's key: --key-file, or --module");
});
