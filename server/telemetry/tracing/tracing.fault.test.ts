import { once } from "node:events";
import http from "node:http";
import { type AddressInfo, BlockList } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFront } from "@/server/doors/front";
import { answerOnSocket } from "@/server/engine/answer";
import { callEngine } from "@/server/engine/call";
import { newSocketPath } from "@/server/engine/socket";
import { runJob } from "@/server/jobs/run-job";
import { memoryLog } from "@/server/testing/memory-log";
import { testSecret } from "@/server/testing/secrets";
import { type SeveralSources, startSeveralSources } from "@/server/testing/services/several-sources";
import { startWorld, type World } from "@/server/testing/services/world";
import { answerCall } from "@/server/trpc/openapi/answer-call";
import { hideSecrets } from "../redact/known-secrets";
import { startTracing } from "./start-tracing";
import { currentTraceId, inSpan } from "./trace";

type Sent = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
};

/** A collector that keeps what it is sent. */
async function startCollector() {
  let text = "";
  const spans: Sent[] = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    text += body;
    for (const { scopeSpans } of JSON.parse(body).resourceSpans)
      for (const scope of scopeSpans) spans.push(...scope.spans);
    response.end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, text: () => text };
}

const { log, read: logged } = memoryLog();
let world: World;
let several: SeveralSources;
let engine: http.Server;
let front: http.Server;
beforeAll(async () => {
  world = await startWorld();
  several = await startSeveralSources(world);
  const socketPath = newSocketPath();
  engine = await answerOnSocket(socketPath, (job) => runJob(several.ctx, job));
  front = createFront({
    handle: async (request, response) => {
      const isJob = request.url?.startsWith("/api/jobs/");
      const url = new URL(request.url ?? "", "http://localhost");
      const answer = isJob
        ? await callEngine(socketPath, "scan")
        : await answerCall(new Request(url), world.ctx, { id: "days-list", input: {} });
      response.writeHead(answer.status).end();
    },
    limits: { take: async () => 0 },
    proxies: new BlockList(),
    log,
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
});
afterAll(async () => {
  front.close();
  front.closeAllConnections();
  engine.close();
  await several.stop();
  await world.stop();
});

const ask = (path: string, init: RequestInit) =>
  fetch(`http://127.0.0.1:${(front.address() as AddressInfo).port}${path}`, init);

/** The spans of one trace as paths of names from its root; fails where a span hangs from nothing. */
function pathsOf(spans: readonly Sent[], root: string): string[] {
  const traceId = spans.find(({ name }) => name === root)?.traceId;
  const own = spans.filter((span) => span.traceId === traceId);
  expect(own.filter(({ parentSpanId }) => !parentSpanId).map(({ name }) => name)).toEqual([root]);
  const pathOf = ({ name, parentSpanId }: Sent): string => {
    if (!parentSpanId) return name;
    const parent = own.find(({ spanId }) => spanId === parentSpanId);
    if (!parent) throw new Error(`${name} hangs from nothing`);
    return `${pathOf(parent)} > ${name}`;
  };
  return own.map(pathOf);
}

it("a request and a job are one connected trace each, down to the database and the chain source, without secrets", async () => {
  const collector = await startCollector();
  const tracing = startTracing({ endpoint: collector.url, process: "web", log });
  const secret = testSecret("traced");
  hideSecrets([secret]);
  // A stranger's trace is not taken on.
  const headers = { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`, authorization: `Bearer ${secret}` };
  expect((await ask(`/api/v1/days?token=${secret}`, { headers })).status).toBe(200);
  expect((await ask("/api/jobs/scan", { method: "POST", headers })).status).toBe(200);
  await inSpan("fails", { note: `with ${secret}`, "http.target": "/eligibility?q=addr1hidden" }, () =>
    Promise.reject(new Error(`no ${secret}`)),
  ).catch(() => null);
  await tracing.stop();
  collector.server.close();

  const request = pathsOf(collector.spans, "request api");
  expect(request).toContain("request api > procedure days.list > database select");
  const job = pathsOf(collector.spans, "request jobs");
  expect(job).toContain("request jobs > job scan > step scan");
  const ofSource = /^request jobs > job scan > step scan .*source blockfrost$/;
  expect(job.filter((path) => ofSource.test(path))).not.toEqual([]);
  expect(
    job.filter((path) => /step scan > database transaction > database (insert|select|update)$/.test(path)),
  ).not.toEqual([]);
  expect(collector.spans.filter(({ traceId }) => traceId === "a".repeat(32))).toEqual([]);
  const text = collector.text();
  expect(text).toContain("daily-prize-oracle");
  const password = new URL(world.database.url).password;
  for (const hidden of [secret, ...(password ? [password] : []), "Bearer ", "addr1hidden"])
    expect(text).not.toContain(hidden);
  // A statement is told without its values.
  expect(text).toMatch(/"db.query.text","value":\{"stringValue":"select [^"]*\$1/);
});

it("a collector that is away keeps nobody waiting, and is told once; without tracing nothing is done", async () => {
  const tracing = startTracing({ endpoint: "http://127.0.0.1:1", process: "web", log });
  expect(inSpan("work", {}, () => currentTraceId())).toEqual({ traceId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  await tracing.stop();
  expect(logged().filter(({ msg }) => msg === "traces could not be sent")).toHaveLength(1);
  expect(inSpan("work", {}, () => currentTraceId())).toEqual({});
});
