import { expect, it } from "vitest";
import { checkLockHosts } from "./lock-hosts.mjs";

it("fails on a lock file that names a registry", () => {
  const lock = (url: string) => [{ path: "package-lock.json", text: `{"resolved": "${url}"}` }];
  expect(checkLockHosts(lock("https://registry.example/a/-/a-1.tgz")).problems).toHaveLength(1);
  expect(checkLockHosts(lock("a-1.tgz")).problems).toEqual([]);
});
