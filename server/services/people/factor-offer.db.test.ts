import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { changeSecondFactor, offerSecondFactor } from "./change-second-factor";
import { countRecoveryCodes } from "./count-recovery-codes";
import { createUser } from "./create-user";
import { findSession, type SignedIn } from "./find-session";
import type { FactorOffer } from "./internal/factor-offer";
import { confirmTotp } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const NOW_MS = 1_800_000_000_000;
const email = "ann@example.org";
const password = "a long password";
const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const OLD = { code: "bad-input", message: /too old/ };

let database: TestDatabase;
let mine: SignedIn;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
  await createUser(database.db, { email, name: "Ann", role: "viewer", password, totpSecret }, "cli:test", box);
  mine = await enter();
});

async function enter(): Promise<SignedIn> {
  const found = await findSession(
    database,
    (await signIn(database, { email, password, userAgent: null }))?.token ?? "",
  );
  if (!found) throw new Error("the password was not taken");
  return found;
}
const offer = (session = mine) => offerSecondFactor(database, { session, current: password }, box);
async function take({ secret, ticket }: FactorOffer, session = mine, nowMs = NOW_MS) {
  const code = await generate({ secret, epoch: nowMs / 1_000 });
  return changeSecondFactor(database, { session, offer: { ticket, code, nowMs } }, box);
}

test("an offer is taken once, of two at the same time too, and the codes that are shown are those that count", async () => {
  const shown = await offer();
  const both = await Promise.allSettled([take(shown), take(shown)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: OLD });
  const [taken] = both.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  expect(await countRecoveryCodes(database, mine.userId)).toBe(10);
  await confirmTotp(database, { session: mine, code: taken?.recoveryCodes[0] ?? "", nowMs: NOW_MS, box });
});

test("an offer ends with the factor that it was to replace: none puts back what was replaced", async () => {
  const [one, two] = [await offer(), await offer()];
  await take(one);
  await expect(take(two, mine, NOW_MS + 60_000)).rejects.toMatchObject(OLD);
  await take(await offer(), mine, NOW_MS + 120_000);
  await expect(take(one, mine, NOW_MS + 180_000)).rejects.toMatchObject(OLD);
});

test("an offer ends with its session, though nothing has changed since", async () => {
  const shown = await offer();
  await expect(take(shown, await enter())).rejects.toMatchObject(OLD);
});
