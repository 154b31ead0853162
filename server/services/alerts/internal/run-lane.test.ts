import { afterAll, afterEach, expect, it, vi } from "vitest";
import type { Database } from "@/db/client";
import { memoryLog } from "@/server/testing/memory-log";
import { type TakenDelivery, takeNext } from "./deliveries";
import { runLane } from "./run-lane";

// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("./deliveries", () => ({ takeNext: vi.fn(), endDelivery: vi.fn(), holdChannel: vi.fn(), postpone: vi.fn() }));
afterEach(() => vi.restoreAllMocks());

const ctx = { db: {} as Database, log: memoryLog().log, signal: new AbortController().signal };
const message = { title: "a", text: "b", link: null, priority: 2 } as const;
const taken: TakenDelivery = { id: 1, messageId: "m", channel: "one", key: "k", message, attempts: 1 };

/** How many of endlessly many messages one round sends to a receiver that takes so long for each. */
async function sentInARound(eachMs: number): Promise<number> {
  let elapsedMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => elapsedMs);
  vi.mocked(takeNext).mockResolvedValue(taken);
  let sent = 0;
  const send = async () => {
    sent++;
    elapsedMs += eachMs;
    return { ok: true, remark: null } as const;
  };
  await runLane(ctx, { name: "one", find: async () => send }, 1_800_000_000_000);
  return sent;
}

it.each([
  [0, 50],
  [2_000, 11],
  [10_000, 3],
])(
  "a receiver that takes %i ms for each is sent %i in a round: all are over before others take them",
  async (eachMs, most) => {
    expect(await sentInARound(eachMs)).toBe(most);
  },
);
