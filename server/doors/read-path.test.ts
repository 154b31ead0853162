import { expect, test } from "vitest";
import { readPath } from "./read-path";

test.each([
  ["/api/trpc/../auth/callback/credentials"],
  ["/api/trpc/%2e%2e/auth/callback/credentials"],
  ["/api/trpc/.%2E/auth/callback/credentials"],
  ["/_next/static/..%2f..%2fapi/v1/days"],
  ["/_next/static/./x"],
  ["/days/."],
  ["/api/trpc/..\\auth"],
  ["/api/trpc/%5c..%5cauth"],
  ["/days/%ff"],
  ["days"],
  ["*"],
  [""],
  ["http://x/api/trpc/../auth/callback/credentials"],
])("%s is refused: a reader behind us could see another path", (url) => {
  expect(readPath(url)).toBeNull();
});

test.each([
  ["/days?x=/../y", "/days?x=/../y", "/days"],
  ["/days/..x/x..", "/days/..x/x..", "/days/..x/x.."],
  ["/a%20b", "/a%20b", "/a b"],
  ["http://oracle.example/days?x=1", "/days?x=1", "/days"],
  ["HTTPS://oracle.example", "/", "/"],
  ["http://oracle.example?x=1", "/?x=1", "/"],
])("%s goes on as %s", (given, url, path) => {
  expect(readPath(given)).toEqual({ url, path });
});
