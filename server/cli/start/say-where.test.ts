import { BlockList } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import type { Env } from "@/server/env";
import { sayWhere } from "./say-where";

afterEach(() => void vi.restoreAllMocks());

function said(settings: Partial<Env>): string {
  const lines: unknown[] = [];
  vi.spyOn(console, "error").mockImplementation((line) => void lines.push(line));
  sayWhere({ HOST: "127.0.0.1", PORT: 3000, NEXTAUTH_URL: "https://prizes.example.org", ...settings } as Env);
  return lines.join("\n");
}

test("a site that others reach, without a word on its proxy, is told that all callers are one", () => {
  expect(said({})).toMatch(/TRUSTED_PROXIES is empty.*limited as one caller.*127\.0\.0\.1 if it runs here/);
});

test.each(["0.0.0.0", "::"])("a server on all addresses, %s, is told who can reach it and read along", (HOST) => {
  const words = said({ HOST, TRUSTED_PROXIES: new BlockList() });
  expect(words).toMatch(/These are all addresses of this machine, over plain http.*leave HOST at 127\.0\.0\.1/);
});

test.each<Partial<Env>>([{ TRUSTED_PROXIES: new BlockList() }, { NEXTAUTH_URL: "http://127.0.0.1:3000" }])(
  "otherwise only where it listens is said: %o",
  (settings) => expect(said(settings)).toBe("The web application listens at http://127.0.0.1:3000"),
);
