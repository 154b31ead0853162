import { expect, test } from "vitest";
import type { Session } from "@/server/auth/session";
import type { Context } from "@/server/services/context";
import { ADMIN, callTrpc } from "@/server/testing/call-trpc";
import { memoryLog } from "@/server/testing/memory-log";
import { appRouter } from "./root";

/*
 * What each call that may change something asks for beside the role. The rule (SECURITY.md, "Sessions"): a stolen
 * session alone must not change who gets in, have money move, or undo what others did. Brakes ask for no code, so that
 * whoever fears a theft need not look for it. A new call needs a line here.
 */
type Asks =
  /** A code of the second factor within five minutes. */
  | "code"
  /** A session with both factors, and the reason why that is enough. */
  | { readonly session: string }
  /** No session with both factors. */
  | "none";

const WRITES_NOTHING = { session: "writes nothing" };
const PROVES_ITSELF = { session: "the signature proves itself, whoever brings it" };
const A_BRAKE = { session: "a brake" };
const A_WISH = { session: "a wish: nothing happens before others sign or confirm it" };

const MUTATIONS: Record<string, Asks> = {
  "account.confirmCode": "none",
  "account.stepUp": { session: "it is the code" },
  "account.stay": WRITES_NOTHING,
  "account.offlinePage": WRITES_NOTHING,
  "account.signOut": "none",
  "account.signOutEverywhere": A_BRAKE,
  "account.revokeSession": "code",
  "account.revokeOtherSessions": "code",
  "account.enrolKey": "code",
  "account.openSealedKey": "code",
  "acts.check": WRITES_NOTHING,
  "acts.propose": A_WISH,
  "acts.sign": PROVES_ITSELF,
  "acts.send": "code",
  "acts.withdraw": "code",
  "alerts.test": "code",
  "approval.sign": PROVES_ITSELF,
  "approval.request": WRITES_NOTHING,
  "approval.stop": A_BRAKE,
  "approval.resume": "code",
  "approval.release": "code",
  "credentials.changePassword": "code",
  "credentials.offerSecondFactor": "code",
  "credentials.changeSecondFactor": "code",
  "credentials.renewRecoveryCodes": "code",
  "engine.pause": A_BRAKE,
  "engine.resume": "code",
  "engine.releaseHold": "code",
  "incidents.acknowledge": { session: "whoever is woken answers at once; page and log say who did" },
  "incidents.note": "code",
  "incidents.open": "code",
  "incidents.postMortem": "code",
  "incidents.publicText": "code",
  "incidents.resolve": "code",
  "incidents.state": "code",
  "invitation.open": "none",
  "invitation.accept": "none",
  "notifications.change": "code",
  "notifications.test": { session: "it goes to this person alone" },
  "people.withdraw": "code",
  "proposals.check": WRITES_NOTHING,
  "proposals.propose": A_WISH,
  "proposals.confirm": "code",
  "proposals.withdraw": "code",
  "topUp.ask": A_WISH,
  "topUp.sign": PROVES_ITSELF,
  "topUp.takeBack": { session: "ends a wish that no money was given for; its owner asks again" },
};

/** No procedure may get as far as to use it. */
const services = { log: memoryLog().log } as Context;
const NO_CODE: Session = { ...ADMIN, steppedUp: false };

async function refusalOf(path: string, as: Session) {
  const answer = await callTrpc(services, as).post(path, "{}");
  const { error } = (await answer.json()) as { error?: { json: { message: string; data: { stepUp: boolean } } } };
  return { status: answer.status, message: error?.json.message, stepUp: error?.json.data.stepUp ?? false };
}

test("each call that may change something has a decision here, and no other is named", () => {
  const mutations = Object.entries(appRouter._def.record).flatMap(([area, procedures]) =>
    Object.entries(procedures).flatMap(([name, { _def }]) => (_def.type === "mutation" ? [`${area}.${name}`] : [])),
  );
  expect(Object.keys(MUTATIONS).sort()).toEqual(mutations.sort());
});

test.each(Object.entries(MUTATIONS))("%s asks for what was decided: %j", async (path, asks) => {
  const { status, message, stepUp } = await refusalOf(path, NO_CODE);
  expect(stepUp).toBe(asks === "code");
  // The page knows by it that it may ask for a code, and repeats the call.
  if (asks === "code") {
    expect({ status, message }).toEqual({ status: 401, message: "Enter a code of your second factor again." });
  }
  const half = await refusalOf(path, { ...ADMIN, level: 1 });
  expect(half.message === "Complete two-factor authentication first.").toBe(asks !== "none");
});

test("who may not do it at all is not asked for a code", async () => {
  expect(await refusalOf("approval.release", { ...NO_CODE, role: "viewer" })).toMatchObject({
    status: 403,
    stepUp: false,
  });
});
