import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approval, day } from "@/db/schema";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { takePasted } from "@/server/domain/contract/pasted-signature";
import { checkPlan } from "@/server/domain/signing-request/check-plan";
import { findTexts, reportIn } from "@/server/domain/signing-request/chosen-files";
import { readSigningRequest } from "@/server/domain/signing-request/request";
import { signRequest } from "@/server/domain/signing-request/sign";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { APPROVER_KEYS, signText, testKey } from "@/server/testing/services/keys";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { createUser } from "../people/create-user";
import { findReport } from "../reports/find-report";
import { requestOfDay } from "./request-of-day";
import { signDay } from "./sign-day";

let world: World;
let dayIndex: number;
let userId: string;
const key = APPROVER_KEYS[0] ?? testKey("nobody");

beforeAll(async () => {
  world = await startWorld({ approvers: "none" });
  const { db } = world.ctx;
  const proposed = async () => (await db.select().from(day).where(eq(day.state, "PROPOSED"))).at(0)?.dayIndex;
  await liveUntil(world, async () => (await proposed()) !== undefined);
  dayIndex = (await proposed()) ?? 0;
  const ann = { email: "ann@example.org", name: "Ann", role: "approver", password: "a long password" } as const;
  const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
  userId = (await createUser(db, { ...ann, approverKey: key.publicKey }, "cli:test", box)).userId;
});
afterAll(() => world.stop());

/** What the other machine does with the request and the report's files. */
async function signThere(): Promise<string> {
  const { db } = world.ctx;
  const { request: file, partHashes } = await requestOfDay(world.ctx, { dayIndex, userId });
  const read = readSigningRequest(file);
  if (!read.ok || read.request.kind !== "plan") throw new Error("this is no request for a plan");
  const { request } = read;
  expect(request.keys).toEqual([key.publicKey]);
  const stored = await findReport(db, request.reportHash);
  if (!stored) throw new Error("the report is missing");
  const texts = [stored.manifest];
  for await (const part of stored.parts()) texts.push(part);
  expect(texts).toHaveLength(1 + partHashes.length);
  const report = await reportIn(await findTexts([new File([texts.join("\n")], "report")]), request.reportHash);
  const checked = report && (await checkPlan(request, report, keyHashOf(key.publicKey)));
  if (!checked?.ok) throw new Error(checked?.problems.join("; ") ?? "no report");
  const { network, policyId } = request.binding;
  const expected = { network, policyId, mostLovelace: checked.plan.total.lovelace };
  const toSign = { request, plan: checked.plan, expected, publicKey: key.publicKey, isMeant: false };
  return signRequest(toSign, key.secretKey);
}

/** As the page does: what it cannot read or use is never sent. */
async function bring(answer: string, text: string) {
  const given = takePasted(answer, text, key.publicKey, "brought from another machine");
  if ("problem" in given) throw new Error(given.problem);
  return signDay(world.ctx, { dayIndex, userId, given });
}
async function asked() {
  const read = readSigningRequest((await requestOfDay(world.ctx, { dayIndex, userId })).request);
  return read.ok ? read.request.text : "";
}

test("a day's request is signed on another machine, and its answer counts", async () => {
  const [answer, text] = [await signThere(), await asked()];
  expect(await bring(answer, text)).toMatchObject({ approvals: 1 });
  const rows = await world.ctx.db.select().from(approval).where(eq(approval.publicKey, key.publicKey));
  expect(rows.map(({ via }) => via)).toEqual(["console, brought from another machine"]);
  expect(await bring(answer, text)).toMatchObject({ approvals: 1 });
});

test("what is brought is refused in words if it is no signature, of another key, or over another text", async () => {
  const text = await asked();
  await expect(bring("hello", text)).rejects.toThrow(/no signature that can be read/);
  const other = APPROVER_KEYS[1] ?? testKey("nobody");
  const answerOf = (who: typeof key, signed: string) =>
    JSON.stringify({ [who.publicKey]: { signature: signText(who, signed).signature } });
  await expect(bring(answerOf(other, text), text)).rejects.toThrow(/which is the one that counts here/);
  await expect(bring(answerOf(key, `${text} `), text)).rejects.toThrow(/not a signature of this text/);
  // A page that is not ours sends what it likes.
  const raw = (who: typeof key, signed: string) =>
    ({ kind: "raw", publicKey: who.publicKey, signature: signText(who, signed).signature }) as const;
  const send = (given: ReturnType<typeof raw>) => signDay(world.ctx, { dayIndex, userId, given });
  await expect(send(raw(other, text))).rejects.toThrow(/not your enrolled key/);
  await expect(send(raw(key, `${text} `))).rejects.toMatchObject({ code: "bad-input" });
});

test("nothing is asked of a key that may not sign", async () => {
  const person = { email: "vic@example.org", name: "Vic", role: "approver", password: "a long password" } as const;
  const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
  const { userId: keyless } = await createUser(world.ctx.db, person, "cli:test", box);
  await expect(requestOfDay(world.ctx, { dayIndex, userId: keyless })).rejects.toThrow(/no enrolled key/);
});
