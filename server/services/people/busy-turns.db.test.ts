import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { createUser } from "./create-user";
import { rememberDevice } from "./internal/known-devices";
import { isKnownDevice } from "./is-known-device";
import { inTurn, MOST_AT_ONCE, MOST_WAITING } from "./password-turns";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it("while strangers fill the line, the owner signs in on a known device, and nobody else does", async () => {
  const { db } = test;
  const person = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" } as const;
  const { userId } = await createUser(db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  const device = await withTransaction(db, (tx) => rememberDevice(tx, userId, null));
  expect(await isKnownDevice({ db }, device)).toBe(true);
  for (const other of [null, "", "x".repeat(43), `${device.slice(0, -1)}_`]) {
    expect(await isKnownDevice({ db }, other)).toBe(false);
  }
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const strangers = Array.from({ length: MOST_AT_ONCE + MOST_WAITING }, () => inTurn(() => gate));
  const ask = (from: string | null) => signIn({ db }, { ...person, device: from, userAgent: null });
  await expect(ask(null)).rejects.toMatchObject({ code: "too-many" });
  const owner = ask(device);
  // Nothing is right before the strangers have had their turn; a refusal would come at once.
  await Promise.race([owner, sleep(500)]);
  open();
  expect(await owner).toMatchObject({ userId });
  await Promise.all(strangers);
});
