import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { delivery } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { openWebhook } from "@/server/channels/webhook";
import { type Channels, NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { memoryLog } from "@/server/testing/memory-log";
import { judgeChannel } from "../watch/internal/channel-rules";
import { queueMessage } from "./queue-message";
import { readChannels } from "./read-channels";
import { sendDeliveries } from "./send-deliveries";

/* A receiver that refuses everybody, as while it is deployed anew or after its key was changed. */

const START_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const LOOK_MS = 8_000;
const { log } = memoryLog();

let database: TestDatabase;
let server: Server;
let channels: Channels;
let status: number;
let asked: number;
beforeAll(async () => {
  database = await createTestDatabase();
  server = createServer((request, response) => {
    asked++;
    request.resume();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const secret = "whsec_q0Vn5Yb3Lr8fWZk1uT7sXc2DmJpEaG9hQvBoIy6NzR4=";
  const own = { name: "on-call", kind: "webhook" } as const;
  const send = openWebhook({ ...own, for: "staff", priority: 1, escalation: false, url, secret });
  const channel = { ...own, audience: "staff", lowestPriority: 1, isEscalation: false, send } as const;
  channels = { ...NO_CHANNELS, all: [channel] };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});
beforeEach(async () => {
  asked = 0;
  await database.db.delete(delivery);
  for (const key of ["page", ...Array.from({ length: 20 }, (_, at) => `more ${at}`)]) {
    const message = { title: key, text: "It is so.", link: null, priority: key === "page" ? (1 as const) : null };
    await queueMessage(database.db, { channel: "on-call", key, message, incidentId: null, nowMs: START_MS });
  }
});

async function lookUntil(fromMs: number, untilMs: number): Promise<void> {
  for (let nowMs = fromMs; nowMs < untilMs; nowMs += LOOK_MS)
    await sendDeliveries({ db: database.db, log }, channels, nowMs);
}
const countOf = (state: "waiting" | "sent" | "given-up") =>
  database.db
    .select()
    .from(delivery)
    .then((rows) => rows.filter((row) => row.state === state).length);

it.each([401, 403, 404])(
  "%i for half an hour loses no page, hammers nobody, and is told as a failing channel",
  async (code) => {
    status = code;
    await lookUntil(START_MS, START_MS + 4 * MINUTE_MS);
    const [found] = (await readChannels(database.db, channels, START_MS + 4 * MINUTE_MS)).flatMap(judgeChannel);
    expect(found).toMatchObject({
      kind: "channel-failing",
      subject: "on-call",
      fact: expect.stringContaining(`${code}`),
    });
    await lookUntil(START_MS + 4 * MINUTE_MS, START_MS + 30 * MINUTE_MS);
    expect(await countOf("waiting")).toBe(21);
    // All wait with the page, whose pauses grow to five minutes.
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(30);
    status = 200;
    await lookUntil(START_MS + 30 * MINUTE_MS, START_MS + 36 * MINUTE_MS);
    expect(await countOf("sent")).toBe(21);
  },
);

it("one that refuses for two days ends: all is given up, and nothing is tried any more", async () => {
  status = 401;
  for (const hour of [0, 24, 47])
    await sendDeliveries({ db: database.db, log }, channels, START_MS + hour * 60 * MINUTE_MS);
  await sendDeliveries({ db: database.db, log }, channels, START_MS + 48 * 60 * MINUTE_MS);
  const before = asked;
  await lookUntil(START_MS + 49 * 60 * MINUTE_MS, START_MS + 49 * 60 * MINUTE_MS + MINUTE_MS);
  expect([await countOf("given-up"), asked]).toEqual([21, before]);
});
