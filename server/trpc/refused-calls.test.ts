import { expect, test } from "vitest";
import type { Session } from "@/server/auth/session";
import type { Context } from "@/server/services/context";
import { ADMIN, callTrpc } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";

const { log, read, clear } = memoryLog();
const services = { log } as unknown as Context;

/** The line of the security log of a call that is refused, and its status. */
async function refusedTo(session: Session, path: string) {
  clear();
  const { status } = await callTrpc(services, session).post(path, "{}");
  const [line, ...more] = read();
  expect(more).toEqual([]);
  expect(line?.msg).toBe("security");
  return { status, line };
}

test.each<[string, Partial<Session>, string, number]>([
  ["before the second factor", { level: 1 }, "engine.pause", 401],
  ["without the role", { role: "viewer" }, "engine.pause", 403],
  ["without a step-up", { steppedUp: false }, "account.revokeOtherSessions", 401],
])("a call %s stands in the security log, with who made it, from where and what", async (_when, as, path, status) => {
  const refused = await refusedTo({ ...ADMIN, ...as }, path);
  expect(refused.status).toBe(status);
  expect(refused.line).toMatchObject({
    security: true,
    event: "call.refused",
    person: ADMIN.userId,
    address: "192.0.2.1",
    details: { path },
  });
});
