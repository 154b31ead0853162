import { expect, test } from "vitest";
import type { Concern, NotificationSettings, NotificationWay, Offered } from "./wants";
import { personChannelName, readPersonChannel, TELEGRAM_CHAT, waysTo } from "./wants";

const BOTH = { "e-mail": true, telegram: true };
const NO_BOT = { "e-mail": true, telegram: false };
const NO_MAIL = { "e-mail": false, telegram: true };
const NEITHER = { "e-mail": false, telegram: false };

const mail = (wants: NotificationSettings["wants"]): NotificationSettings => ({
  way: "e-mail",
  telegramChat: "12345",
  wants,
});
const telegram = (wants: NotificationSettings["wants"]): NotificationSettings => ({
  way: "telegram",
  telegramChat: "12345",
  wants,
});

type Case = readonly [
  what: string,
  settings: NotificationSettings,
  concern: Concern,
  by: readonly [Offered, ...NotificationWay[]],
];

test.each<Case>([
  ["everything", mail("everything"), "happened", [BOTH, "e-mail"]],
  ["what waits", mail("what-waits"), "waits", [BOTH, "e-mail"]],
  ["news, of what waits", mail("what-waits"), "happened", [BOTH]],
  ["what waits, of the account", mail("my-account"), "waits", [BOTH]],
  ["the account", mail("my-account"), "account", [BOTH, "e-mail"]],
  ["by Telegram", telegram("what-waits"), "waits", [BOTH, "telegram"]],
  ["the account, which cannot be led elsewhere", telegram("my-account"), "account", [BOTH, "e-mail", "telegram"]],
  ["by Telegram, which is not offered any more", telegram("everything"), "happened", [NO_BOT, "e-mail"]],
  ["the account, where no e-mail is sent", telegram("my-account"), "account", [NO_MAIL, "telegram"]],
  ["by e-mail, which is not sent", mail("everything"), "account", [NO_MAIL]],
  ["where nothing is offered", telegram("everything"), "account", [NEITHER]],
])("%s is heard by the ways that were chosen", (_what, settings, concern, [offered, ...ways]) => {
  expect(waysTo(settings, concern, offered)).toEqual(ways);
});

test("a delivery's name says for whom it is and by which way, and no other name does", () => {
  const userId = "5b0f5b0e-7d0a-4a53-8b19-3f0e0d9f7a11";
  for (const way of ["e-mail", "telegram"] as const) {
    expect(readPersonChannel(personChannelName(userId, way))).toEqual({ userId, way });
  }
  for (const name of ["team", "person:", `person:${userId}`, `person:${userId}:sms`, `x person:${userId}:e-mail`]) {
    expect(readPersonChannel(name)).toBeNull();
  }
});

test("a chat is a number as Telegram gives it", () => {
  for (const id of ["123456789", "-1001234567890"]) expect(id).toMatch(TELEGRAM_CHAT);
  for (const id of ["@somebody", "0", "12", "1e9", "123456789/sendDocument", "9".repeat(17)]) {
    expect(id).not.toMatch(TELEGRAM_CHAT);
  }
});
