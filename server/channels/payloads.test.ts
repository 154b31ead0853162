import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Message } from "@/server/domain/monitoring/message";
import { discordPayload } from "./discord";
import { shorten } from "./shorten";
import { slackPayload } from "./slack";
import { telegramPayload } from "./telegram";
import { signWebhook } from "./webhook";

const message = (change: Partial<Message> = {}): Message => ({
  title: "[1] The database does not answer (#12)",
  text: "It is away.",
  link: "https://prizes.example.org/admin/incidents/12",
  priority: 1,
  ...change,
});
const HOSTILE = "@everyone <!channel> <@U123> @here [x](http://evil.example) *b* `c` & ~d~ <#1> -# small";

describe("a hostile text calls nobody and formats nothing", () => {
  it("in Slack and its like", () => {
    const { text, link_names } = slackPayload(message({ text: HOSTILE, title: HOSTILE }));
    expect(text).not.toMatch(/<[!@#]/);
    expect(text).not.toMatch(/@(everyone|here|U123)/);
    expect(text).toContain("&lt;!channel&gt;");
    expect(link_names).toBe(false);
  });

  it("in Discord", () => {
    const { content, allowed_mentions } = discordPayload(message({ text: HOSTILE, title: HOSTILE }));
    expect(allowed_mentions).toEqual({ parse: [] });
    expect(content).toContain("\\@everyone \\<!channel\\> \\<\\@U123\\>");
    expect(content).toContain("\\[x\\]\\(http\\:\\/\\/evil.example\\) \\*b\\* \\`c\\`");
  });

  it("in Telegram", () => {
    const payload = telegramPayload(message({ text: HOSTILE, title: HOSTILE }));
    expect(payload).not.toHaveProperty("parse_mode");
    expect(payload.text).not.toMatch(/@\w/);
  });
});

describe("a long text keeps within each service's limit, and shows that it was cut", () => {
  const long = message({ title: "<t>".repeat(2_000), text: "*@<".repeat(20_000) });
  it.each([
    ["Slack", slackPayload(long).text, 4_000],
    ["Discord", discordPayload(long).content, 2_000],
    ["Telegram", telegramPayload(long).text, 4_096],
  ])("%s", (_service, text, most) => {
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text.match(/…/g)).toHaveLength(2);
    expect(text).toContain(long.link);
  });
});

it.each([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["a🎲🎲", 4, "a🎲…"],
  ["", 1, ""],
])("%j in %i units is %j", (text, most, expected) => {
  expect(shorten(text, most)).toBe(expected);
});

it("no escape is cut in two", () => {
  expect(shorten("a<<", 8, (each) => (each === "<" ? "&lt;" : each))).toBe("a&lt;…");
});

it("a webhook is signed over its id, its time and its body, as Standard Webhooks verify it", () => {
  const secret = "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=";
  const signed = signWebhook(secret, { id: "msg", nowMs: 1_800_000_000_999, body: "{}" });
  const key = Buffer.from("q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=", "base64");
  const expected = createHmac("sha256", key).update("msg.1800000000.{}").digest("base64");
  expect(signed).toEqual({
    "webhook-id": "msg",
    "webhook-timestamp": "1800000000",
    "webhook-signature": `v1,${expected}`,
  });
});
