import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { CALLER_HEADER } from "@/server/doors/caller";
import { shareLimits } from "@/server/doors/limits";
import { createUser } from "@/server/services/people/create-user";
import { findSession, type SignedIn } from "@/server/services/people/find-session";
import { confirmTotp } from "@/server/services/people/second-factor";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { signIn } from "@/server/services/people/sign-in";
import { callTrpc } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { answerAuth } from "./answer-auth";
import { authOptions } from "./options";
import { checkPassword } from "./password-step";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const person = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" } as const;
const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const { log, read, clear } = memoryLog();

let database: TestDatabase;
let session: SignedIn;
let token = "";
// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("@/server/context", () => ({ getContext: async () => ({ db: database.db, log }), getLogger: () => log }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ [CALLER_HEADER]: "192.0.2.7", "user-agent": "Firefox" }),
  cookies: async () => ({ get: () => undefined }),
}));

beforeAll(async () => {
  database = await createTestDatabase();
  const site = { DATABASE_URL: database.url, BLOCKFROST_URL: "http://127.0.0.1:1", NETWORK_MAGIC: "1" };
  for (const [name, value] of Object.entries({ ...TEST_SECRETS, ...site, NEXTAUTH_URL: "http://127.0.0.1:3000" }))
    vi.stubEnv(name, value);
  const { db } = database;
  await createUser(db, { ...person, totpSecret: SECRET }, "cli:test", box);
  const started = await signIn({ db }, { email: person.email, password: person.password, userAgent: null });
  const half = await findSession({ db }, started?.token ?? "");
  if (!half) throw new Error("the password was not taken");
  const code = await generate({ secret: SECRET });
  token = (await confirmTotp({ db }, { session: half, code, nowMs: Date.now(), box })).session;
  session = (await findSession({ db }, token)) ?? half;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});
beforeEach(clear);

const events = () => read().filter((line) => line.security === true);

it.each([
  ["a wrong password", { email: person.email, password: "x" }, true],
  ["an address that nobody has", { email: "bob@example.org", password: "x" }, false],
  ["an address with a NUL byte", { email: "a\0@b.c", password: "x" }, false],
  ["no address", { password: "x" }, false],
])("a log-in with %s stands in the security log, with address and browser", async (_what, given, isKnown) => {
  expect(await checkPassword(given)).toBeNull();
  const whose = isKnown ? { person: session.userId } : {};
  expect(events()).toEqual([
    expect.objectContaining({ event: "sign-in.failed", address: "192.0.2.7", browser: "Firefox", ...whose }),
  ]);
  expect("person" in (events()[0] ?? {})).toBe(isKnown);
});

it.each([
  ["account.confirmCode", "sign-in.failed"],
  ["account.stepUp", "step-up.failed"],
])("a wrong code stands there: %s", async (call, event) => {
  const { status } = await callTrpc({ db: database.db, log } as never, session).post(call, '{"code":"no code"}');
  expect(status).toBeGreaterThanOrEqual(400);
  expect(events()).toMatchObject([{ event, person: session.userId, details: { session: session.sessionId } }]);
});

it("a log-in that must wait stands in the security log", async () => {
  shareLimits({ take: async () => 7 });
  const body = new URLSearchParams({ email: person.email, password: "x" });
  const headers = { [CALLER_HEADER]: "192.0.2.7" };
  const request = new Request("http://127.0.0.1:3000/api/auth/callback/credentials", { method: "POST", body, headers });
  const answer = await answerAuth(request, { params: Promise.resolve({ nextauth: ["callback", "credentials"] }) });
  shareLimits({ take: async () => 0 });
  expect(answer.status).toBe(429);
  const details = { door: "sign-in-to-account", seconds: 7 };
  expect(events()).toMatchObject([{ event: "call.limited", address: "192.0.2.7", details }]);
});

it.each(["changePassword", "offerSecondFactor", "renewRecoveryCodes"])(
  "a wrong present password stands there, with whose it is and why: %s",
  async (change) => {
    const call = `credentials.${change}`;
    const input = JSON.stringify({ current: "a wrong password", next: "another horse, battery and staple" });
    const { status } = await callTrpc({ db: database.db, log } as never, session).post(call, input);
    expect(status).toBe(403);
    const details = { call, why: "This is not your current password." };
    expect(events()).toMatchObject([{ event: "person.refused", person: session.userId, details }]);
  },
);

it("a chat that cannot be one stands there, as every refused change of an account does", async () => {
  const input = JSON.stringify({ way: "telegram", telegramChat: "@thief", wants: "everything" });
  const { status } = await callTrpc({ db: database.db, log } as never, session).post("notifications.change", input);
  expect(status).toBe(400);
  const details = { call: "notifications.change", why: expect.stringMatching(/^A Telegram chat is a number/) };
  expect(events()).toMatchObject([{ event: "person.refused", person: session.userId, details }]);
});

it("a sign-out by next-auth's own address stands there too", async () => {
  const { signOut } = authOptions(() => undefined).events ?? {};
  await signOut?.({ token: { sub: token }, session: null as never });
  expect(await findSession({ db: database.db }, token)).toBeNull();
  expect(events()).toMatchObject([{ event: "sign-out", person: session.userId, address: "192.0.2.7" }]);
});
