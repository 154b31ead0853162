import { expect, test } from "vitest";
import type { Context } from "@/server/services/context";
import { ADMIN, callTrpc } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";
import { answerTrpc, MOST_CALLS } from "./serve";

const MIB = 1024 * 1024;
const services = { log: memoryLog().log } as Context;
const { post, get } = callTrpc(services);
const STREAM = new Request("http://localhost/api/trpc/overview.pulse", {
  headers: { "trpc-accept": "application/jsonl" },
});
const ask = (path: string, input: string) => get(path, `?input=${encodeURIComponent(input)}`);

const superjsonOf = (json: unknown, meta: unknown) => JSON.stringify({ json, meta });

test.each([
  ["a typed array of gigabytes", superjsonOf({ length: 400_000_000 }, { values: [["typed-array", "Uint8Array"]] })],
  ["an integer of a million digits", superjsonOf("9".repeat(1_000_000), { values: ["bigint"] })],
  ["a million digits as a number", "9".repeat(1_000_000)],
  ["a set, a map, an error", superjsonOf([[1, 2]], { values: ["map"] })],
])("%s is not built, and is refused", async (_what, input) => {
  const before = process.memoryUsage().arrayBuffers;
  for (const answer of [await post("engine.pause", input), await ask("overview.pulse", input)]) {
    // The pulse takes no input, and reads the database that is not there.
    expect([400, 500]).toContain(answer.status);
  }
  expect((await post("engine.pause", input)).status).toBe(400);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB);
});

test.each([
  ["lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ["objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
])("100,000 levels of %s are refused, in words", async (_what, deep) => {
  const answer = await post("proposals.check", `{"kind":"rules","document":${deep},"fromDay":null}`);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toMatch(/more than 32 deep/);
});

test("a batch of many calls is refused before any is made", async () => {
  const paths = Array.from({ length: 1_500 }, () => "overview.pulse").join(",");
  expect((await get(paths, "?batch=1")).status).toBe(400);
  const few = Array.from({ length: MOST_CALLS + 1 }, () => "engine.pause").join(",");
  const answer = await post(`${few}?batch=1`, "{}");
  expect(answer.status).toBe(400);
});

test("the public procedures are not served here", async () => {
  for (const path of ["pool.read", "days.list", "eligibility.check"]) {
    expect((await ask(path, "{}")).status).toBe(404);
  }
});

test("JSON that names a prototype is refused or is data: nothing else has what it says", async () => {
  for (const name of ["__proto__", "constructor", "prototype"]) {
    const poison = `{"${name}":{"polluted":true,"prototype":{"polluted":true}},"reason":5}`;
    for (const path of ["engine.pause", "proposals.check"]) {
      expect((await post(path, poison)).status).toBe(400);
      await post(path, `{"kind":"rules","fromDay":null,"document":${poison}}`);
    }
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("a file is taken by no call that takes anything", async () => {
  const send = (request: Request) => answerTrpc(request, async () => ({ services, session: ADMIN }));
  for (const path of ["engine.pause", "account.enrolKey", "approval.sign", "proposals.check", "invitation.open"]) {
    const body = new FormData();
    body.set("file", new File(["<script>alert(1)</script>"], "../key.html", { type: "text/html" }));
    const form = new Request(`http://localhost/api/trpc/${path}`, { method: "POST", body });
    const raw = new Request(`http://localhost/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: "bytes",
    });
    for (const request of [form, raw]) expect((await send(request)).status, path).toBe(400);
  }
});

test.each<[string, () => Promise<Response>]>([
  ["too many calls", () => get(Array.from({ length: MOST_CALLS + 1 }, () => "overview.pulse").join(","), "?batch=1")],
  ["parameters of a connection", () => get("overview.pulse", "?connectionParams=5")],
  ["parameters that are no JSON", () => get("overview.pulse", "?connectionParams=%7B")],
  ["an input of a batch that is none", () => post("engine.pause?batch=1", "5")],
  ["a stream", () => answerTrpc(STREAM, async () => ({ services, session: ADMIN }))],
])("%s: refused in our words", async (_what, ask) => {
  const answer = await ask();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).toMatch(/too many calls in one request|no call as the console makes it|is not JSON/);
});

test.each([3e9, -1, 1.5, 2 ** 31])("a day that no day can be is refused by the schema: %d", async (dayIndex) => {
  for (const [path, rest] of [
    ["approval.stop", { reason: "x" }],
    ["approval.resume", { reason: "x" }],
    ["approval.release", { act: { kind: "confirm" } }],
    ["proposals.check", { kind: "rules", document: {} }],
  ] as const) {
    const answer = await post(path, JSON.stringify({ dayIndex, fromDay: dayIndex, ...rest }));
    expect(answer.status, path).toBe(400);
    expect(await answer.text()).toMatch(/must be a whole number from 0 to 2147483647/);
  }
});
