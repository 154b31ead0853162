import { expect, test } from "vitest";
import type { Session } from "@/server/auth/session";
import type { Context } from "@/server/services/context";
import { ADMIN } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";
import { appRouter } from "./root";
import { answerTrpc } from "./serve";

/** What takes a token of its own, or ends what the caller has. */
const FOR_ANYBODY = ["account.signOut", "invitation.accept", "invitation.open"];
/** It is the second factor. */
const AFTER_THE_PASSWORD = ["account.confirmCode"];

/** No call may get as far as to use it. */
const services = { log: memoryLog().log } as Context;
const calls = Object.entries(appRouter._def.record).flatMap(([area, procedures]) =>
  Object.entries(procedures).map(([name, { _def }]) => ({ path: `${area}.${name}`, type: _def.type })),
);
const guarded = calls.filter(({ path }) => ![...FOR_ANYBODY, ...AFTER_THE_PASSWORD].includes(path));

async function ask(path: string, method: string, session: Session | null): Promise<number> {
  const asked = {
    method,
    headers: { "content-type": "application/json" },
    ...(method === "POST" ? { body: "{}" } : {}),
  };
  const request = new Request(`http://localhost/api/trpc/${path}`, asked);
  return (await answerTrpc(request, async () => ({ services, session }))).status;
}
const method = (type: string) => (type === "query" ? "GET" : "POST");

test("every call but four is refused to strangers, after the password alone, and to a role that may nothing", async () => {
  expect(guarded.length).toBeGreaterThan(15);
  expect(guarded).toHaveLength(calls.length - 4);
  for (const { path, type } of guarded) {
    expect(await ask(path, method(type), null), path).toBe(401);
    expect(await ask(path, method(type), { ...ADMIN, level: 1 }), path).toBe(401);
    expect(await ask(path, method(type), { ...ADMIN, role: "nobody" as never }), path).toBe(403);
  }
  for (const path of AFTER_THE_PASSWORD) expect(await ask(path, "POST", null)).toBe(401);
});

test("what changes something is no GET", async () => {
  const reading = calls.filter(({ type }) => type !== "mutation").map(({ path }) => path);
  expect(reading).toEqual(["overview.pulse", "register.list"]);
  for (const { path, type } of calls) if (type === "mutation") expect(await ask(path, "GET", ADMIN), path).toBe(405);
});
