import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connectDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { proxy } from "@/proxy";
import type { Context } from "@/server/services/context";
import { callTrpc } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { answerPublic } from "@/server/trpc/openapi/answer";
import { answerCall } from "@/server/trpc/openapi/answer-call";
import { readCall } from "@/server/trpc/openapi/read-call";
import { answerTrpc } from "@/server/trpc/serve";

/** What only libraries and machines say. */
const THEIR_WORDS =
  /invalid|expected|too (small|big)|unexpected|received|select |insert |failed query|postgres|drizzle|zod|next-?auth|ECONN|127\.0\.0\.1|22021|UTF8|undefined|node:|at .*\.ts/i;
const BAD = [
  "\0",
  "a\0b",
  "\ud800",
  "x\udfff",
  "'",
  "x".repeat(5_000),
  "-1",
  "1e9",
  "NaN",
  "undefined",
  "%",
  "{}",
  "💰",
];

let database: TestDatabase;
let services: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  services = { db: database.db, log: memoryLog().log } as Context;
  const site = { DATABASE_URL: database.url, BLOCKFROST_URL: "http://127.0.0.1:1", NETWORK_MAGIC: "1" };
  const variables = { ...TEST_SECRETS, ...site, NEXTAUTH_URL: "http://127.0.0.1:3000", LOG_LEVEL: "silent" };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});

const post = (path: string, body: string) => callTrpc(services).post(path, body);

/** `sent` may be repeated, in quotes: it is not a word of a library. */
async function isInOurWords(answer: Response, sent = ""): Promise<void> {
  const text = await answer.text();
  const messages = [...text.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g)].map(([, message]) => message);
  expect(messages).not.toHaveLength(0);
  for (const message of messages) {
    expect(message?.replaceAll(`\\"${sent}\\"`, "")).not.toMatch(THEIR_WORDS);
  }
  expect(text).not.toMatch(/"stack"|Failed query/);
}

describe("a stranger's text", () => {
  test.each(BAD)("in the console's calls is refused in our words (%#)", async (text) => {
    for (const path of ["engine.pause", "account.revokeSession", "approval.stop", "proposals.check", "no.such"]) {
      for (const input of [text, { reason: 5, day: text, sessionId: text, id: text }, { [text]: { a: [text] } }]) {
        const answer = await post(path, JSON.stringify(input));
        expect([400, 404, 405], `${path} ${answer.status}`).toContain(answer.status);
        await isInOurWords(answer);
      }
    }
  });

  test.each(["{", "", "nul", "[1,", '{"a":1}}'])("that is no JSON is said to be none: %j", async (body) => {
    const answer = await post("engine.pause", body);
    expect(answer.status).toBe(400);
    await isInOurWords(answer);
  });

  test.each([
    "/days/%00",
    "/days?from=%00",
    "/api/v1/days/1/rewards?after=%00",
    "/api/auth/callback/x?e=a%00@b.c",
    "/%ED%A0%80",
  ])("%s is refused before anything reads it", async (address) => {
    const { NextRequest } = await import("next/server");
    const answer = proxy(new NextRequest(`http://localhost${address}`));
    expect(answer?.status).toBe(400);
    expect(answer?.headers.get("cache-control")).toBe("no-store");
    await isInOurWords(answer as Response);
  });

  test.each(BAD.filter((text) => !/[\0\ud800-\udfff]/.test(text) || text === "💰"))(
    "in an address of the API is refused in our words (%#)",
    async (text) => {
      for (const path of [`days?limit=${encodeURIComponent(text)}`, `days/${encodeURIComponent(text)}`]) {
        const request = new Request(`http://localhost/api/v1/${path}`);
        const call = readCall(request);
        const answer = call instanceof Response ? call : await answerCall(request, services, call);
        expect(answer.status).toBeLessThan(504);
        if (!answer.ok) await isInOurWords(answer, text);
      }
    },
  );
});

describe("a database that is away", () => {
  const away = () => connectDatabase("postgres://ada:s3cret@127.0.0.1:1/prizes") as never;

  test("is 503 at each door, with Retry-After, one line in the log, and nothing of it in the answer", async () => {
    const lines: unknown[] = [];
    const log = { error: (...line: unknown[]) => void lines.push(line) } as never;
    const call = new Request("http://localhost/api/trpc/overview.pulse");
    const answer = await answerTrpc(call, away, () => log);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("30");
    await isInOurWords(answer);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain("s3cret");
    vi.stubEnv("DATABASE_URL", "postgres://ada:s3cret@127.0.0.1:1/prizes");
    const open = await answerPublic(new Request("http://localhost/api/v1/pool"), async () => new Response(), away);
    expect(open.status).toBe(503);
    expect(Number(open.headers.get("retry-after"))).toBeGreaterThan(0);
    await isInOurWords(open);
  });

  test("which goes away during a call is 503 as well", async () => {
    const gone = await createTestDatabase();
    await gone.drop();
    const answer = await callTrpc({ ...services, db: gone.db }).get("overview.pulse");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("30");
    await isInOurWords(answer);
  });
});
