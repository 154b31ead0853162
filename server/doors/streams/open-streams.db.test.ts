import { once } from "node:events";
import http, { type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { waitFor } from "@/db/testing/holder";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "@/server/services/audit/append-audit";
import { healthCheck } from "@/server/services/health/health-check";
import { memoryLog } from "@/server/testing/memory-log";
import { openStreams } from "./open-streams";
import type { Streams } from "./streams";

/* Two web processes, as far as the database can tell, and what a third one writes. */

let test_: TestDatabase;
let processes: { streams: Streams; server: Server; text: () => string }[];
const { log } = memoryLog();
beforeAll(async () => {
  test_ = await createTestDatabase();
  processes = await Promise.all([start(), start()]);
});
afterAll(async () => {
  for (const { streams, server } of processes) {
    streams.close();
    server.closeAllConnections();
    server.close();
  }
  await test_.drop();
});

async function start() {
  const streams = openStreams(test_.url, log);
  const server = http.createServer((request, response) => void streams.answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const [answer] = (await once(
    http.get({ host: "127.0.0.1", port: (server.address() as AddressInfo).port, agent: false }),
    "response",
  )) as [IncomingMessage];
  let text = "";
  answer.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  answer.on("error", () => undefined);
  return { streams, server, text: () => text };
}

const eventsOf = ({ text }: { text: () => string }) => text().match(/^data: .*$/gm) ?? [];

it("what one process writes is told by all others, in the same words", async () => {
  await waitFor("both say how it is", () => processes.every((each) => eventsOf(each).length === 1));
  const heard = async () => {
    const { parts } = await healthCheck({ db: test_.db, log }, Date.now());
    return parts.find(({ name }) => name === "live")?.fact ?? "";
  };
  await waitFor("news are heard", async () => /when it happens/.test(await heard()));
  await withTransaction(test_.db, (tx) =>
    appendAudit(tx, { actor: "job:advance", action: "test", subject: "day:7", details: {}, atMs: 1 }),
  );
  await waitFor("both tell it", () => processes.every((each) => eventsOf(each).length === 2));
  const [one, other] = processes.map(eventsOf);
  expect(one).toEqual(other);
  expect(new Set(one).size).toBe(2);
});

it("a process has one session that listens, and two at most that read, however many follow", async () => {
  const rows = await test_.db.execute<{ name: string; count: number }>(sql`
    select application_name as name, count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name ~ '(listener|streams)$' group by 1 order by 1`);
  expect(rows[0]).toEqual({ name: "daily-prize-oracle listener", count: 2 });
  expect(rows[1]?.count).toBeLessThanOrEqual(4);
});
