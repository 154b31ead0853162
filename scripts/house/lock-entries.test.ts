import { expect, it } from "vitest";
import { checkLock } from "./lock-entries.mjs";

const lock = (entries: object) => [{ path: "package-lock.json", text: JSON.stringify({ packages: entries }) }];
const integrity = "sha512-AA==";

it("fails on a lock file that names a registry", () => {
  const resolved = (url: string) => lock({ "node_modules/a": { integrity, resolved: url } });
  expect(checkLock(resolved("https://registry.example/a/-/a-1.tgz")).problems).toHaveLength(1);
  expect(checkLock(resolved("a-1.tgz")).problems).toEqual([]);
});

it("fails on an entry that says no hash, but for those that are not fetched by themselves", () => {
  const entries = {
    "": { name: "us" },
    "node_modules/a": { integrity },
    "node_modules/b": { version: "1.0.0", optional: true },
    "node_modules/c": { link: true },
    "node_modules/a/node_modules/d": { inBundle: true },
  };
  expect(checkLock(lock(entries)).problems).toEqual(["package-lock.json has no integrity for node_modules/b"]);
});
