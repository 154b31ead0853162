import { failure, json, type Reply } from "../api/question";
import { changeJson } from "./change-json";
import { changeOne } from "./change-one";
import type { Call, Lie } from "./lie";

/* What a server, or something before it, answers without regard to the chain. */

const instead =
  (reply: Reply | "hang-up" | ((call: Call, reply: Reply) => Reply)): Lie["reply"] =>
  (call, before) => {
    if (!call.happens(call.question.text)) return null;
    return typeof reply === "function" ? reply(call, before) : reply;
  };

const changed =
  (from: string | RegExp, to: string): Lie["reply"] =>
  ({ question, happens }, { status, body }) =>
    happens(question.text) ? { status, body: body.replaceAll(from, to) } : null;

const busy = (seconds: number): Reply => ({
  ...failure(429, "Project Over Limit", "Usage is over limit."),
  headers: { "retry-after": String(seconds) },
});

const html = "<html><body><h1>Welcome to nginx!</h1></body></html>";

export const TRANSPORT_LIES = {
  "json-cut": {
    reply: instead(({ dice, question }, { status, body }) => ({
      status,
      body: body.slice(0, dice(question.text).below(body.length)),
    })),
  },
  "empty-404": { reply: instead({ status: 404, body: "" }) },
  "text-404": { reply: instead({ status: 404, body: "404 page not found\n" }) },
  "gateway-404": { reply: instead(json({ message: "no Route matched with those values" }, 404)) },
  "html-404": { reply: instead({ status: 404, body: html }) },
  "html-200": { reply: instead({ status: 200, body: html }) },
  "error-500": { reply: instead(failure(500, "Internal Server Error", "An unexpected response was received.")) },
  "error-503": { reply: instead({ status: 503, body: "" }) },
  "busy-0": { reply: instead(busy(0)) },
  "busy-1": { reply: instead(busy(1)) },
  "refused-400": { reply: instead(failure(400, "Bad Request", "page x count is too large")) },
  "hang-up": { reply: instead("hang-up") },
  "empty-list": {
    reply: (call, { status, body }) =>
      body.startsWith("[") && call.happens(call.question.text) ? { status, body: "[]" } : null,
  },
  /** System start and all times together, so that slots still fit them. */
  "clock-moved": {
    reply: ({ question, happens }, { status, body }) => {
      if (question.parts[1] === "eras" || !happens("clock")) return null;
      const later = (_: string, name: string, seconds: string) => `"${name}":${Number(seconds) + 3_600}`;
      return { status, body: body.replace(/"(system_start|time|block_time)":(\d+)/g, later) };
    },
  },
  /** Any one value of an answer. */
  "value-changed": {
    reply: ({ question, happens, dice }, reply) =>
      happens(question.text) ? changeJson(reply, (value) => changeOne(value, dice(question.text))) : null,
  },
  "burns-told-as-mints": { reply: changed('"burned"', '"minted"') },
  /** The last block of a page is said to be the tip. */
  "end-told": { reply: changed(/"next_block":"[0-9a-f]+"/g, '"next_block":null') },
  "page-caps": {
    traits: (call) =>
      call.happens(call.question.text) ? { pageCap: call.dice(call.question.text).pick([1, 2, 3, 5, 10, 25, 33]) } : {},
  },
  "deep-pages-refused": { traits: (call) => (call.happens("deep") ? { lastPage: 1 } : {}) },
  "ranges-ignored": { traits: (call) => (call.happens(call.question.text) ? { assetsIgnoreRanges: true } : {}) },
  "indexes-hidden": { traits: () => ({ hidesIndexes: true }) },
} satisfies Record<string, Lie>;
