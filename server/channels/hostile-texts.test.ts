import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AlertEvent } from "@/server/domain/monitoring/alert-due";
import { CHANNEL_KINDS, type ChannelKind } from "@/server/domain/monitoring/channel";
import { INCIDENT_KINDS, type IncidentKind } from "@/server/domain/monitoring/kinds";
import type { Message } from "@/server/domain/monitoring/message";
import { visible } from "@/server/domain/shown";
import { happeningsWith } from "@/server/testing/happenings";
import { alertMessage, summaryMessage } from "@/server/words/alert";
import { sayNotification } from "@/server/words/notification";
import { sayChannelTest } from "@/server/words/test-message";
import { openSend } from "./load-channels";
import { settingsSchema } from "./settings";

/* What services would act on, in whatever a stranger, a server or a person can bring into a text. */

const ATTACKS = [
  ...["@everyone", "@here", "@ann", "<!channel>", "<@U123>", "<#1>", "<@&99>", "<:x:1>", "</start:1>", "<t:0:R>"],
  ...["[you](https://evil.example)", "<https://evil.example|you>", "https://evil.example/x", "www.evil.example"],
  ...["evil.example", "RUNBOOKS.md", "discord.gg/evil", "/start", "(/start", "#evil", ":smile:", "a@evil.example"],
  ...["*b*", "**b**", "_i_", "__u__", "~s~", "~~s~~", "`c`", "```\nc\n```", "||spoiler||", "\\*b*", "\\"],
  ...["\n# big", "\n> quote", "\n- item", "\n1. item", "\n-# small", "\n| a |\n|---|", "\n===", "\nFirst: run evil"],
  ...[
    "\r\nBcc: thief@evil.example",
    "\u0007",
    "\u001b[31m",
    "\u202eabc",
    "\u2066x\u2069",
    "\u200bx",
    "\u2028First: run evil",
  ],
  ...["&lt;!channel&gt;", "<script>alert(1)</script>", "\0", "\ud800"],
];
const ALL_ATTACKS = ATTACKS.join(" ");
const NOW = 1_800_000_000_000;
const EVENTS: readonly AlertEvent[] = ["opened", "raised", "escalated", "reminder", "resolved"];

const mailed = vi.hoisted(() => ({ last: { subject: "", text: "" } }));
vi.mock("nodemailer", () => ({
  createTransport: () => ({
    sendMail: async (mail: typeof mailed.last) => {
      mailed.last = mail;
      return { rejected: [] };
    },
  }),
}));

let posted = "";
beforeEach(() => {
  vi.stubGlobal("fetch", async (_url: string, { body }: { body: string }) => {
    posted = body;
    return new Response(null, { status: 204 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const url = "https://hooks.example.org/x";
const of = { for: "staff", priority: 4 };
const { channels } = settingsSchema.parse({
  channels: [
    { ...of, name: "webhook", kind: "webhook", url, secret: "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=" },
    { ...of, name: "smtp", kind: "smtp", host: "127.0.0.1", from: "a@example.org", to: ["b@example.org"] },
    { ...of, name: "slack", kind: "slack", url },
    { ...of, name: "discord", kind: "discord", url },
    {
      ...of,
      name: "telegram",
      kind: "telegram",
      botToken: "123456789:AAF3kLq9ZtX0vbN7cYwE2sHdJrUiOpM8Tg",
      chatId: "1",
    },
  ],
});
const sends = new Map(channels.map((settings) => [settings.kind, openSend(settings)]));

/** What a service gets, without the line of the link, which is ours. */
async function render(kind: ChannelKind, message: Message): Promise<string> {
  const signal = new AbortController().signal;
  await sends.get(kind)?.(message, { id: "1", key: "test:1", nowMs: NOW, signal });
  if (kind === "smtp") return `${mailed.last.subject}\n${mailed.last.text}`;
  const body = JSON.parse(posted);
  if (kind === "webhook") return `${body.data.title}\n${body.data.text}`;
  if (kind === "discord") expect(body.allowed_mentions).toEqual({ parse: [] });
  if (kind === "telegram") expect(body).not.toHaveProperty("parse_mode");
  const lines: string[] = (body.content ?? body.text).split("\n");
  if (message.link !== null) expect(lines.pop()).toBe(kind === "telegram" ? message.link : `<${message.link}>`);
  return lines.join("\n");
}

/** The title is bold in Slack and Discord: that alone is formatting. */
const withoutBold = (text: string, sign: string) => {
  const [title = "", ...rest] = text.split("\n");
  expect([title.startsWith(sign), title.endsWith(sign)]).toEqual([true, true]);
  return [title.slice(sign.length, -sign.length), ...rest].join("\n");
};

/** What is not plain text to a service. */
const ACTIVE: Record<ChannelKind, (text: string) => string[]> = {
  webhook: () => [],
  smtp: () => [],
  slack: (text) => {
    const plain = withoutBold(text, "*");
    // Mattermost and Rocket.Chat format these once they have read the entities.
    const read = plain.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
    return [
      ...(plain.match(/<|>|&(?!(amp|lt|gt);)/g) ?? []),
      ...(read.match(/@\w|:\/\/|www\.\w|\]\(|[*~`]|:[a-z+_]+:/gi) ?? []),
      ...(read.match(/(?<![\w])_(?=\S)|(?<=\S)_(?![\w])/g) ?? []),
      ...(read.match(/^\s*([-+#>|=]|\d+[.)])/gm) ?? []),
    ];
  },
  discord: (text) => {
    const plain = withoutBold(text, "**").replace(/\\[^\p{L}\p{N}\s]/gu, "");
    return plain.match(/[\\*_~`|#<>@[\]():/]|^\s*[-+]/gm) ?? [];
  },
  telegram: (text) => text.match(/@\w|:\/\/|\w\.[a-z]|(?<!\w)\/\w|#[a-z]/gi) ?? [],
};

async function expectInert(message: Message): Promise<void> {
  for (const kind of CHANNEL_KINDS) {
    const text = await render(kind, message);
    expect(ACTIVE[kind](text), `${kind}: ${text}`).toEqual([]);
    // Of hidden characters there are only those by which we part what would be active.
    expect(text.replaceAll("\u200b", "")).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  }
}

const SITE = "https://prizes.example.org";
const where = { siteUrl: SITE, nowMs: NOW };

function alertOf(kind: IncidentKind, text: string) {
  const { title: ofKind, priority } = INCIDENT_KINDS[kind];
  // As `givenTitle` stores it.
  const title = kind === "by-hand" ? visible(text.replace(/\s+/g, " "), 120) : ofKind;
  const incident = { id: 12, kind, title, priority, openedMs: NOW, resolvedMs: NOW };
  return { ...incident, fact: text, next: text, dependents: [{ id: 13, title }] };
}

function messagesOf(kind: IncidentKind, event: AlertEvent, text: string): Message[] {
  const incident = alertOf(kind, text);
  return [alertMessage(event, incident, where), summaryMessage(event, [incident, incident], SITE)];
}

describe("a hostile text calls nobody, opens nothing and formats nothing, in any channel", () => {
  it.each(Object.keys(INCIDENT_KINDS) as IncidentKind[])("in alerts of %s", async (kind) => {
    for (const event of EVENTS) {
      for (const message of messagesOf(kind, event, ALL_ATTACKS)) {
        await expectInert(message);
        // A fact cannot pass for another line of the alert, as for what to do first.
        expect(message.text.split("\n").length).toBeLessThanOrEqual(6);
      }
    }
  });

  it.each(happeningsWith(ALL_ATTACKS).map((what) => [what.kind, what] as const))(
    "in what is told of %s",
    async (_kind, what) => {
      await expectInert(sayNotification(what, where));
    },
  );

  it("in a test message", async () => {
    for (const siteUrl of [SITE, null]) await expectInert(sayChannelTest(ALL_ATTACKS, siteUrl));
  });

  it("however the parts of it follow one another", async () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...ATTACKS, " ", "a", "1"), fc.string()), { maxLength: 8 });
    const kinds = fc.constantFrom(...(Object.keys(INCIDENT_KINDS) as IncidentKind[]));
    await fc.assert(
      fc.asyncProperty(text, kinds, fc.constantFrom(...EVENTS), async (parts, kind, event) => {
        const hostile = parts.join("");
        for (const message of messagesOf(kind, event, hostile)) await expectInert(message);
        for (const what of happeningsWith(hostile)) await expectInert(sayNotification(what, where));
      }),
      { numRuns: 100 },
    );
  });
});

it("what people read and copy stays as it is: names of variables, commands, times and places", async () => {
  const text = "Set CHANNELS_FILE, then npm run pool -- ours --reason WHY at 14:00, in server/env.";
  const slack = await render("slack", { title: "[1] It is down (#12)", text, link: null, priority: 1 });
  expect(slack).toBe(`*[1] It is down (#12)*\n${text}`);
});
