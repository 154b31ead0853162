import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadChannels } from "./load-channels";
import { protectionOf } from "./smtp-settings";

const folder = mkdtempSync(path.join(tmpdir(), "channels-"));
const file = path.join(folder, "channels.json");
afterAll(() => rmSync(folder, { recursive: true }));

function reading(text: string | object, mode = 0o600) {
  writeFileSync(file, typeof text === "string" ? text : JSON.stringify(text));
  chmodSync(file, mode);
  return loadChannels(file);
}
const refusalOf = (text: string | object, mode?: number) => reading(text, mode).then(() => "none", String);

/** Drawn for these tests. */
const KEY = "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=";
const TOKEN = "123456789:AAF3kLq9ZtX0vbN7cYwE2sHdJrUiOpM8Tg";
const HOOK = { name: "hook", kind: "webhook", for: "staff", priority: 1, url: "https://one.example/a", secret: KEY };
const MAIL = {
  name: "mail",
  kind: "smtp",
  for: "staff",
  priority: 4,
  host: "m.example",
  from: "a@b.example",
  to: ["c@d.example"],
};
const BOT = { name: "bot", kind: "telegram", for: "staff", escalation: true, botToken: TOKEN, chatId: "-100123" };

const EXAMPLE = readFileSync("channels.example.json", "utf8");

describe("the example", () => {
  it("has placeholders as its only problems, each with what to put there", async () => {
    const [, ...problems] = (await refusalOf(EXAMPLE)).split("\n");
    expect(problems.map((problem) => problem.replace(/ is a placeholder\. Put here: .*/, ""))).toEqual(
      ["heartbeat.url", "on-call.secret", "team-mail.password", "team-chat.url", "second-line.botToken"]
        .concat("second-line.chatId", "community.url")
        .map((field) => `  ${field}`),
    );
  });

  it("is right once they are filled in", async () => {
    const filled = [KEY, "pass word", "https://hooks.example/x", TOKEN, "-100123", "https://discord.example/y"];
    const text = EXAMPLE.replace(/"<the address to call[^>]*>"/, '"https://hc.example/ping/z"')
      .replace(/"<what this prints: .*>"/, '"<>"')
      .replace(/"<[^>]*>"/g, () => JSON.stringify(filled.shift()));
    const { all, reminderMs, heartbeat, mailTo, telegramTo } = await reading(text);
    expect(
      all.map(({ name, kind, audience, lowestPriority, isEscalation }) => [
        name,
        kind,
        audience,
        lowestPriority,
        isEscalation,
      ]),
    ).toEqual([
      ["on-call", "webhook", "staff", 1, false],
      ["team-mail", "smtp", "staff", 4, false],
      ["team-chat", "slack", "staff", 2, false],
      ["second-line", "telegram", "staff", 1, true],
      ["community", "discord", "public", 4, false],
    ]);
    expect([reminderMs, heartbeat?.everyMs, mailTo !== null, telegramTo !== null]).toEqual([
      3_600_000,
      60_000,
      true,
      true,
    ]);
    expect(JSON.stringify(all)).not.toMatch(/whsec|pass word|hooks\.example|AAF3/);
  });
});

it("without a file there are no channels, and with an empty list there are none either", async () => {
  expect((await loadChannels(undefined)).all).toEqual([]);
  expect((await reading({ channels: [], reminderMinutes: 0 })).reminderMs).toBeNull();
});

it.each<[string, string | object, RegExp]>([
  ["no JSON", "{", /is not JSON/],
  ["a field twice", '{"channels":[],"channels":[]}', /has the field "channels" twice/],
  ["an unknown field", { channels: [], remindMinutes: 5 }, /has unknown fields: remindMinutes/],
  ["an unknown field of a channel", { channels: [{ ...HOOK, color: 1 }] }, /hook has unknown fields: color/],
  ["an unknown kind", { channels: [{ ...HOOK, kind: "pigeon" }] }, /hook\.kind must be webhook, smtp/],
  ["a name twice", { channels: [HOOK, { ...MAIL, name: "hook" }] }, /hook\.name is another channel's name already/],
  ["a name of a person", { channels: [{ ...HOOK, name: "person:1" }] }, /channels\.0\.name must be 1 to 32/],
  ["no priority", { channels: [{ ...HOOK, priority: undefined }] }, /hook\.priority must be 1, 2, 3 or 4/],
  ["priority 5", { channels: [{ ...HOOK, priority: 5 }] }, /hook\.priority must be 1, 2, 3 or 4/],
  ["an escalation of priority 2", { channels: [{ ...BOT, priority: 2 }] }, /bot\.priority must be 1 or left out/],
  [
    "a public one with a priority",
    { channels: [{ ...HOOK, for: "public" }] },
    /hook\.priority is for channels of the staff/,
  ],
  ["http", { channels: [{ ...HOOK, url: "http://one.example/secretpath" }] }, /hook\.url must be https:\/\//],
  ["no address", { channels: [{ ...HOOK, url: "one.example" }] }, /hook\.url must be a web address/],
  [
    "a password in it",
    { channels: [{ ...HOOK, url: "https://a:b@one.example" }] },
    /must hold no user and no password/,
  ],
  [
    "a short secret",
    { channels: [{ ...HOOK, secret: "whsec_c2hvcnQ=" }] },
    /hook\.secret must be whsec_ and at least 24/,
  ],
  ["a secret of zeros", { channels: [{ ...HOOK, secret: `whsec_${"A".repeat(43)}=` }] }, /hook\.secret is too regular/],
  ["a wrong token", { channels: [{ ...BOT, botToken: "12:short" }] }, /bot\.botToken must be a bot's token/],
  ["no recipient", { channels: [{ ...MAIL, to: [] }] }, /mail\.to must be a list of 1 to 20/],
  [
    "a recipient with a header",
    { channels: [{ ...MAIL, to: ["a@b\r\nBcc: x@y"] }] },
    /mail\.to\.0 must be an e-mail address/,
  ],
  ["a user without password", { channels: [{ ...MAIL, user: "u" }] }, /mail\.password and user belong together/],
  [
    "17 channels",
    { channels: Array.from({ length: 17 }, (_, at) => ({ ...HOOK, name: `h${at}` })) },
    /at most 16 channels/,
  ],
  [
    "a heartbeat too often",
    { channels: [], heartbeat: { url: "https://h.example", everySeconds: 1 } },
    /heartbeat\.everySeconds/,
  ],
])("a file with %s is refused in words", async (_what, text, words) => {
  const refusal = await refusalOf(text);
  expect(refusal).toMatch(words);
  expect(refusal).not.toMatch(/secretpath|c2hvcnQ|12:short|Invalid|expected/i);
});

it("a file that others may read is refused, whatever it holds", async () => {
  expect(await refusalOf({ channels: [HOOK] }, 0o640)).toMatch(/Others may read the file of alert channels/);
});

it.each([
  ["mail.example", 465, "tls"],
  ["mail.example", 587, "starttls"],
  ["mail.example", 25, "starttls"],
  ["10.0.0.5", 25, "starttls"],
  ["127.0.0.1", 25, "none"],
  ["localhost", 2525, "none"],
] as const)("mail to %s, port %i, is protected by %s", (host, port, protection) => {
  expect(protectionOf({ host, port })).toBe(protection);
});
