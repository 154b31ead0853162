import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "@/server/domain/monitoring/message";
import { post } from "./post";
import { openTelegram } from "./telegram";
import { openWebhook } from "./webhook";

/* Receivers as they are out there, on real sockets. */

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const NOW_MS = 1_800_000_000_000;
const MESSAGE: Message = { title: "[1] It is down (#1)", text: "So it is.", link: "https://p.example/1", priority: 1 };
const sending = { id: "0f4b", key: "incident:1:opened", nowMs: NOW_MS, signal: new AbortController().signal };

let server: Server;
let url: string;
let answer: Answer;
let asked: { readonly path: string; readonly headers: IncomingMessage["headers"]; readonly body: string }[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    asked.push({ path: request.url ?? "", headers: request.headers, body });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = (_request, response) => response.end("ok");
});

const status =
  (code: number, headers: Record<string, string> = {}, body = ""): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);
const postHook = () => post({ url: `${url}/hooks/T0SECRET0PATH?key=q0SECRET`, body: "{}" }, sending);

describe("an answer", () => {
  it.each([200, 201, 202, 204])("of %i is good", async (code) => {
    answer = status(code);
    expect(await postHook()).toEqual({ ok: true, remark: null });
    expect(asked).toMatchObject([{ path: "/hooks/T0SECRET0PATH?key=q0SECRET", body: "{}" }]);
  });

  it.each([
    [400, true],
    [410, true],
    [413, true],
    [415, true],
    [422, true],
    [408, false],
    [425, false],
    [429, false],
    [500, false],
    [502, false],
    [503, false],
  ])("of %i is said with the host alone, and is final: %s", async (code, isFinal) => {
    answer = status(code, {}, JSON.stringify({ message: "no hook T0SECRET0PATH here, q0SECRET" }));
    const sent = await postHook();
    const host = new URL(url).host;
    const problem = `${host} answered ${code} ("no hook (secret) here, (secret)")`;
    expect(sent).toEqual({ ok: false, isFinal, retryAtMs: null, problem });
  });

  it.each([401, 403, 404, 405])(
    "of %i is of all messages: none is lost, and all wait for the next try",
    async (code) => {
      answer = status(code);
      expect(await postHook()).toMatchObject({ ok: false, isFinal: false, retryAtMs: NOW_MS });
      answer = status(code, { "retry-after": "30" });
      expect(await postHook()).toMatchObject({ isFinal: false, retryAtMs: NOW_MS + 30_000 });
    },
  );

  it.each([
    ["30", 30_000],
    ["0", 0],
    [new Date(NOW_MS + 90_000).toUTCString(), 90_000],
    [new Date(NOW_MS - 90_000).toUTCString(), 0],
    ["999999999", 3_600_000],
  ])("that asks to be left alone (%s) is kept to, for an hour at most", async (after, waitMs) => {
    answer = status(503, { "retry-after": after });
    expect(await postHook()).toMatchObject({ ok: false, isFinal: false, retryAtMs: NOW_MS + waitMs });
  });

  it.each(["soon", "-5", "1e9", ""])("that names no time (%j) names none", async (after) => {
    answer = status(429, { "retry-after": after });
    expect(await postHook()).toMatchObject({ retryAtMs: null });
  });
});

describe("a redirect", () => {
  it.each([
    ["to a private address", "http://169.254.169.254/latest/meta-data/SECRETROLE", "169.254.169.254"],
    ["to itself", "/again/T0SECRET0PATH", "itself"],
    ["to nowhere", "http://[", "elsewhere"],
  ])("%s is not followed, and is said with the host alone", async (_what, location, to) => {
    answer = status(307, { location });
    const sent = await postHook();
    expect(asked).toHaveLength(1);
    const host = to === "itself" ? new URL(url).host : to;
    expect(sent).toMatchObject({
      ok: false,
      isFinal: false,
      problem: expect.stringContaining(`redirects to ${host}.`),
    });
    expect(JSON.stringify(sent)).not.toContain("SECRET");
  });
});

describe("a receiver that", () => {
  it("answers without end is read as far as a reason could be, and let go", async () => {
    let isClosed = false;
    answer = (_request, response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", more).on("close", () => {
        isClosed = true;
      });
      more();
    };
    expect(await postHook()).toMatchObject({ ok: false, isFinal: false });
    await expect.poll(() => isClosed).toBe(true);
  });

  it("says 200 and then sends without end has taken it", async () => {
    answer = (_request, response) => {
      response.writeHead(200).write("x".repeat(200_000));
    };
    expect(await postHook()).toEqual({ ok: true, remark: null });
  });

  it("never answers is let go when the process ends", async () => {
    answer = () => undefined;
    const ending = new AbortController();
    const sent = post({ url, body: "{}" }, { ...sending, signal: ending.signal });
    await expect.poll(() => asked.length).toBe(1);
    ending.abort();
    expect(await sent).toMatchObject({ ok: false, isFinal: false, problem: expect.stringMatching(/was ended$/) });
  });

  it("is not there is said in words", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const sent = await post({ url: `http://127.0.0.1:${port}/SECRETPATH`, body: "{}" }, sending);
    expect(sent).toMatchObject({ ok: false, isFinal: false, problem: expect.stringMatching(/nothing listens/) });
    expect(JSON.stringify(sent)).not.toContain("SECRETPATH");
  });
});

describe("Telegram", () => {
  const TOKEN = "123456789:AAF3kLq9ZtX0vbN7cYwE2sHdJrUiOpM8Tg";
  const common = { name: "bot", kind: "telegram", for: "staff", priority: 1, escalation: false } as const;
  const send = () => openTelegram({ ...common, botToken: TOKEN, chatId: "-100123", url })(MESSAGE, sending);

  it("gets the text at the bot's address", async () => {
    expect(await send()).toEqual({ ok: true, remark: null });
    expect(asked[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({ chat_id: "-100123" });
  });

  it("says in its body how long to wait, and the token is in no problem", async () => {
    const body = {
      ok: false,
      error_code: 429,
      description: `Too Many Requests ${TOKEN}`,
      parameters: { retry_after: 7 },
    };
    answer = status(429, {}, JSON.stringify(body));
    const sent = await send();
    expect(sent).toMatchObject({ isFinal: false, retryAtMs: NOW_MS + 7_000 });
    expect(JSON.stringify(sent)).not.toContain("AAF3kLq9");
  });
});

it("a webhook gets the message as JSON, with its key, and headers that sign it", async () => {
  const common = { name: "hook", kind: "webhook", for: "staff", priority: 1, escalation: false } as const;
  const secret = "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=";
  expect(await openWebhook({ ...common, url, secret })(MESSAGE, sending)).toEqual({ ok: true, remark: null });
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ type: "alert", data: { key: sending.key, ...MESSAGE } });
  expect(asked[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "webhook-id": sending.id,
    "webhook-timestamp": `${NOW_MS / 1_000}`,
    "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
  });
});
