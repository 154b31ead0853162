import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { outbox } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { createUser } from "./create-user";
import { findSession } from "./find-session";
import { FREE_TRIES } from "./internal/sign-in-tries";
import { confirmTotp } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";
const email = "ann@example.org";

let database: TestDatabase;
let userId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(outbox);
  await database.db.execute('delete from "user"');
  const person = { email, name: "Ann", role: "viewer", password, totpSecret: secret } as const;
  ({ userId } = await createUser(database.db, person, "cli:test", box));
});

/** What the person was told, oldest first. */
async function told(): Promise<string[]> {
  const rows = await database.db.select().from(outbox).where(eq(outbox.event, "person.notice")).orderBy(outbox.id);
  const notices = rows.map(({ payload }) => payload as { person: string; what: string });
  return notices.flatMap(({ person, what }) => (person === userId ? [what] : []));
}

async function signInFully(device: string | null, nowMs: number): Promise<string | null> {
  const started = await signIn(database, { email, password, userAgent: null, device });
  const session = started && (await findSession(database, started.token));
  if (!session) throw new Error("the password was not taken");
  const code = await generate({ secret, epoch: nowMs / 1_000 });
  const from = { address: "192.0.2.7", browser: "Firefox" };
  return (await confirmTotp(database, { session, code, nowMs, box, device, from })).device;
}

test("a sign-in on a device that was never used is told, once", async () => {
  const device = await signInFully(null, 1_800_000_000_000);
  await signInFully(device, 1_800_000_030_000);
  expect(await told()).toEqual(["sign-in.new-device"]);
  const [row] = await database.db.select().from(outbox).where(eq(outbox.event, "person.notice"));
  expect(row?.payload).toMatchObject({ address: "192.0.2.7", browser: "Firefox" });
});

test("a lock is told, and a wrong try before it is not", async () => {
  for (let tries = 0; tries < FREE_TRIES; tries++) {
    expect(await told()).toEqual([]);
    await signIn(database, { email, password: "wrong wrong wrong", userAgent: null });
  }
  expect(await told()).toEqual(["user.locked"]);
});
