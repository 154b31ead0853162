import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { delivery } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { runCli } from "@/server/testing/cli/run-cli";

const folder = mkdtempSync(path.join(tmpdir(), "alerts-"));
const file = path.join(folder, "channels.json");
const bodies: string[] = [];
let server: Server;
let status = 200;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    response.writeHead(status).end("gone away");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/q0PathOfASecret`;
  write({ channels: [{ name: "chat", kind: "slack", for: "staff", priority: 4, url }] });
});
afterAll(async () => {
  server.close();
  rmSync(folder, { recursive: true });
  await database.drop();
});

function write(document: object, mode = 0o600): void {
  writeFileSync(file, JSON.stringify(document));
  chmodSync(file, mode);
}

const run = (...args: string[]) =>
  runCli("server/cli/alerts.ts", args, { CHANNELS_FILE: file, DATABASE_URL: database.url });
const lastLine = (stdout: string) => JSON.parse(stdout.trim().split("\n").at(-1) ?? "");

test("check says where each channel goes, and what is missing", async () => {
  const { code, stdout, stderr } = await run("check");
  expect(stderr).toMatch(/^chat \(Slack or its like\): priorities 1 to 4, and notifications\.$/m);
  expect(stderr).toMatch(/There is no heartbeat/);
  expect(lastLine(stdout)).toEqual({ ok: true, channels: 1, heartbeat: false, reminderMs: 3_600_000 });
  expect(code).toBe(0);
});

test("test sends one message, and ends with 1 and the receiver's words where it is refused", async () => {
  expect(await run("test", "chat")).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Sent to chat\./) });
  expect(bodies.at(-1)).toMatch(/This is a test message/);
  status = 410;
  const { code, stdout, stderr } = await run("test", "chat");
  expect(lastLine(stdout)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/answered 410 \("gone away"\)$/),
  });
  expect(stdout + stderr).not.toContain("q0PathOfASecret");
  expect(code).toBe(1);
});

test("list says what waits and why", async () => {
  const at = new Date();
  const message = { title: "t", text: "x", link: null, priority: 1 } as const;
  const waiting = {
    channel: "chat",
    key: "k",
    message,
    queuedAt: at,
    nextTryAt: at,
    attempts: 1,
    problem: "it is away",
  };
  await database.db.insert(delivery).values(waiting);
  const { code, stdout, stderr } = await run("list");
  expect(stderr).toMatch(/Nothing was sent lately\. 1 waiting, the oldest for \d+ seconds?\. It is away\.$/m);
  expect(lastLine(stdout)).toMatchObject({ ok: true, channels: [{ name: "chat", waiting: 1 }] });
  expect(code).toBe(0);
});

test.each([
  [["test", "nobody"], 1, /no channel "nobody": it has chat/],
  [["test"], 2, /Say check, test CHANNEL or list/],
  [["check", "more"], 2, /Say check, test CHANNEL or list/],
  [[], 2, /Say check, test CHANNEL or list/],
  [["check", "--file", "/nowhere"], 1, /there is no such file/],
])("%j is refused in words", async (args, code, words) => {
  expect(await run(...args)).toMatchObject({ code, stderr: expect.stringMatching(words), stdout: "" });
});

test("a file that others may read is refused", async () => {
  write({ channels: [] }, 0o644);
  expect(await run("check")).toMatchObject({ code: 1, stderr: expect.stringMatching(/Others may read/) });
});
