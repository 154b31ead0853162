import { expect, test } from "vitest";
import type { Session } from "@/server/auth/session";
import type { Context } from "@/server/services/context";
import { memoryLog } from "@/server/testing/memory-log";
import { answerTrpc } from "./serve";

/** No procedure may get as far as to use it. */
const services = { log: memoryLog().log } as Context;
const session: Session = {
  sessionId: "s",
  userId: "u",
  name: "Ann",
  email: "ann@example.org",
  role: "admin",
  level: 2,
  steppedUp: false,
};

const day = { dayIndex: 1, act: { kind: "confirm" } };
const key = { publicKey: "", sealedKey: null, signed: { kind: "raw", publicKey: "0".repeat(64), signature: "" } };
key.signed.signature = "0".repeat(128);

const ask = (procedure: string, input: unknown, as: Session) =>
  answerTrpc(
    new Request(`http://localhost/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    }),
    async () => ({ services, session: as }),
  );

test.each<[string, unknown]>([
  ["approval.release", day],
  ["acts.send", { id: 1, seen: [] }],
  ["account.enrolKey", key],
  ["account.openSealedKey", undefined],
  ["account.revokeSession", { sessionId: crypto.randomUUID() }],
  ["account.revokeOtherSessions", undefined],
  ["credentials.changePassword", { current: "a", next: "b" }],
  ["credentials.offerSecondFactor", undefined],
  ["credentials.changeSecondFactor", { ticket: "", code: "000000" }],
  ["credentials.renewRecoveryCodes", undefined],
  ["people.withdraw", { email: "ann@example.org" }],
  ["proposals.confirm", { kind: "rules", hash: "0".repeat(64) }],
])("%s needs a code of the second factor within five minutes, and says so for the page", async (procedure, input) => {
  const answer = await ask(procedure, input, session);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    error: { json: { message: "Enter a code of your second factor again.", data: { stepUp: true } } },
  });
});

test("who may not do it at all is not asked for a code", async () => {
  const answer = await ask("approval.release", day, { ...session, role: "viewer" });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { json: { data: { stepUp: false } } } });
});
