import { expect, it } from "vitest";
import { readKey, readModuleVariables, readToken } from "./options";

it("names a token by its label or its slot, and a key by label, id or both", () => {
  expect(readToken({ module: "m.so", token: "oracle" })).toEqual({ module: "m.so", token: { label: "oracle" } });
  expect(readToken({ module: "m.so", slot: "7" })).toEqual({ module: "m.so", token: { slot: "7" } });
  expect(readKey({ "key-label": "a", "key-id": "01ff" })).toEqual({ label: "a", id: "01ff" });
});

it.each([
  [{ token: "oracle" }, /--module is missing/],
  [{ module: "m.so" }, /by its label with --token, or by --slot/],
  [{ module: "m.so", token: "oracle", slot: "7" }, /by its label with --token, or by --slot/],
  [{ module: "m.so", slot: "first" }, /--slot must be a slot's number, not "first"/],
])("refuses %j", (values, words) => {
  expect(() => readToken(values)).toThrow(words);
});

it.each([
  [{}, /--key-label, --key-id, or both/],
  [{ "key-id": "1" }, /--key-id must be up to 64 bytes/],
  [{ "key-id": "0A" }, /in lower-case hexadecimal, not "0A"/],
])("refuses the key %j", (values, words) => {
  expect(() => readKey(values)).toThrow(words);
});

it("gives a module what it needs of the environment, what is named, and never what is ours", () => {
  const all = { PATH: "/bin", SIGNER_SECRET: "s", DATABASE_URL: "d", VENDOR_CONF: "v", HOME: undefined };
  expect(readModuleVariables({}, all).chosen).toEqual({ PATH: "/bin" });
  expect(readModuleVariables({ "module-env": ["VENDOR_CONF"] }, all).chosen).toEqual({
    PATH: "/bin",
    VENDOR_CONF: "v",
  });
  expect(() => readModuleVariables({ "module-env": ["VENDOR"] }, all)).toThrow('names "VENDOR", which is not set');
  expect(() => readModuleVariables({ "module-env": ["SIGNER_SECRET"] }, all)).toThrow("must not be SIGNER_SECRET");
});
