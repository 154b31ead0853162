import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvent, outbox, session, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Message } from "@/server/domain/monitoring/message";
import { DEFAULT_NOTIFICATION_SETTINGS, personChannelName } from "@/server/domain/monitoring/wants";
import { addPerson } from "@/server/testing/services/add-person";
import { changeNotificationSettings, readNotificationSettings } from "../people/notification-settings";
import { findPerson } from "./internal/find-person";
import { tryPersonChannels } from "./try-person-channels";

const TELEGRAM = { way: "telegram", telegramChat: "-1001234567890", wants: "my-account" } as const;
const siteUrl = "https://prizes.example.org";

let database: TestDatabase;
let own: { readonly userId: string; readonly sessionId: string };
beforeAll(async () => {
  database = await createTestDatabase();
  const userId = await addPerson(database.db, "Ann", "viewer");
  const row = { userId, tokenHash: "ab".repeat(32), level: 2, expiresAt: new Date(Date.now() + 3_600_000) } as const;
  const [added] = await database.db.insert(session).values(row).returning({ sessionId: session.id });
  own = { userId, sessionId: added?.sessionId ?? "" };
});
afterAll(() => database.drop());

/** Ways to people that note what is sent, and to where. */
function ways() {
  const sent: { readonly to: string; readonly message: Message }[] = [];
  const wayTo = (problem: string | null) => (to: string) => async (message: Message) => {
    sent.push({ to, message });
    return problem === null
      ? ({ ok: true, remark: null } as const)
      : ({ ok: false, problem, isFinal: true, retryAtMs: null } as const);
  };
  return { sent, channels: { mailTo: wayTo(null), telegramTo: wayTo("it knows no such chat") } };
}

const change = (settings: Parameters<typeof changeNotificationSettings>[2]) =>
  changeNotificationSettings(database, own, settings);

test("they hold as they were chosen, stand in the audit log, and the person is told that they changed", async () => {
  expect(await readNotificationSettings(database, own.userId)).toEqual(DEFAULT_NOTIFICATION_SETTINGS);
  await change(TELEGRAM);
  expect(await readNotificationSettings(database, own.userId)).toEqual(TELEGRAM);
  const rows = await database.db.select().from(auditEvent).where(eq(auditEvent.action, "user.change-notifications"));
  expect(rows).toMatchObject([{ actor: `user:${own.userId}`, details: TELEGRAM }]);
  const events = await database.db.select().from(outbox);
  expect(events).toMatchObject([
    { event: "person.notice", payload: { person: own.userId, what: "user.change-notifications" } },
  ]);
});

test("a chat that is none, and a session that has ended, change nothing", async () => {
  for (const telegramChat of [null, "", "@ann", "123", "12345/../getUpdates"]) {
    await expect(change({ ...TELEGRAM, telegramChat, wants: "everything" })).rejects.toMatchObject({
      code: "bad-input",
    });
  }
  const ended = { ...own, sessionId: crypto.randomUUID() };
  const other = { way: "e-mail", telegramChat: null, wants: "everything" } as const;
  await expect(changeNotificationSettings(database, ended, other)).rejects.toMatchObject({ code: "wrong-state" });
  expect(await readNotificationSettings(database, own.userId)).toEqual(TELEGRAM);
});

test("a test message goes by every way of a notice, and says what became of it by each", async () => {
  const { sent, channels } = ways();
  const asked = { userId: own.userId, siteUrl, nowMs: 0 };
  expect(await tryPersonChannels(database, channels, asked)).toEqual([
    { way: "e-mail", problem: null },
    { way: "telegram", problem: "it knows no such chat" },
  ]);
  const [row] = await database.db.select().from(user).where(eq(user.id, own.userId));
  expect(sent.map(({ to }) => to)).toEqual([row?.email, TELEGRAM.telegramChat]);
  expect(sent[0]?.message.link).toBe("https://prizes.example.org/admin/account");
  const none = { mailTo: null, telegramTo: null };
  await expect(tryPersonChannels(database, none, asked)).rejects.toMatchObject({ code: "wrong-state" });
});

test("what is queued goes to the address of the moment, and to nobody who is disabled meanwhile", async () => {
  const { channels } = ways();
  const find = (way: "e-mail" | "telegram", of: Partial<typeof channels> | { mailTo: null } = {}) =>
    findPerson(database.db, { ...channels, ...of }, personChannelName(own.userId, way));
  expect(await find("telegram")).toBeTypeOf("function");
  expect(await find("e-mail", { mailTo: null })).toMatch(/no channel of kind smtp/);
  await change({ way: "e-mail", telegramChat: null, wants: "everything" });
  expect(await find("telegram")).toMatch(/no Telegram chat/);
  await database.db.update(user).set({ disabled: true }).where(eq(user.id, own.userId));
  expect(await find("e-mail")).toMatch(/disabled/);
  expect(await findPerson(database.db, channels, "person:everybody")).toMatch(/no such person/);
});
