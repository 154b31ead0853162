import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approval, auditEvent, day, outbox } from "@/db/schema";
import { keyOfPersonText } from "@/server/domain/approver-key/enrolment";
import { textHashOf } from "@/server/domain/cardano/text-hash";
import type { Role } from "@/server/domain/people/roles";
import { makeSecretBox } from "@/server/services/people/secret-box";
import type { SoftwareKey } from "@/server/signing/key-file";
import { signData, testKey as testWalletKey } from "@/server/testing/contract/keys";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { APPROVER_KEYS, ORACLE_KEY, signText, testKey } from "@/server/testing/services/keys";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { sayWhyNotSign } from "@/server/words/may-sign";
import { verifyAuditLog } from "../audit/verify-log";
import { loadDay } from "../day/load-day";
import { readOverview } from "../overview/read-overview";
import { createUser } from "../people/create-user";
import type { SignedIn } from "../people/find-session";
import { loadLivePool } from "../pool/load-pool";
import { enrolKey } from "./enrol-key";
import { listLines } from "./list-lines";
import { readDayToApprove } from "./read-day-to-approve";
import { signDay } from "./sign-day";
import { bindPlanToSign, loadToSign } from "./to-sign";

let world: World;
let dayIndex: number;
let text: string;
const people: Record<string, SignedIn> = {};

async function addPerson(name: string, role: Role, key?: SoftwareKey): Promise<SignedIn> {
  const email = `${name}@example.org`;
  const person = {
    email,
    name,
    role,
    password: "a long password",
    ...(key ? { approverKey: key.publicKey } : {}),
  };
  const { userId } = await createUser(world.ctx.db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  people[name] = { sessionId: "", userId, name, email, role, level: 2, steppedUp: true };
  return people[name];
}
const idOf = (name: string) => people[name]?.userId ?? "";
const keyOf = (index: number) => APPROVER_KEYS[index] ?? testKey("nobody");
const raw = (key: SoftwareKey, message: string) => ({
  kind: "raw" as const,
  publicKey: key.publicKey,
  signature: bytesToHex(ed25519.sign(utf8ToBytes(message), key.secretKey)),
});
const sign = (name: string, key: SoftwareKey, message = text) =>
  signDay(world.ctx, { dayIndex, userId: idOf(name), given: raw(key, message) });
const overviewOf = (name: string) => readOverview(world.ctx, { userId: idOf(name), nowMs: Date.now() });

beforeAll(async () => {
  world = await startWorld({ approvers: "none" });
  const proposed = async () => (await world.ctx.db.select().from(day).where(eq(day.state, "PROPOSED"))).at(0)?.dayIndex;
  await liveUntil(world, async () => (await proposed()) !== undefined);
  dayIndex = (await proposed()) ?? 0;
  const pool = await loadLivePool(world.ctx.db);
  if (!pool) throw new Error("the pool was not read");
  text = (await loadToSign(world.ctx.db, await loadDay(world.ctx.db, dayIndex), pool)).texts.approve;
  await addPerson("ann", "approver", keyOf(0));
  await addPerson("ben", "admin", keyOf(1));
  await addPerson("vic", "viewer");
  await addPerson("new", "approver");
});
afterAll(() => world.stop());

test("refuses people who may not sign, other people's keys and other texts, and stores nothing", async () => {
  await expect(sign("vic", keyOf(2))).rejects.toMatchObject({ code: "not-allowed" });
  await expect(sign("new", keyOf(0))).rejects.toThrow("You have no enrolled key");
  await expect(sign("ann", keyOf(1))).rejects.toThrow("not your enrolled key");
  await expect(sign("ann", keyOf(0), `${text} `)).rejects.toMatchObject({ code: "bad-input" });
  const cip30 = { kind: "cip30", signature: "80", key: "a0", wallet: "Odd" } as const;
  await expect(signDay(world.ctx, { dayIndex, userId: idOf("ann"), given: cip30 })).rejects.toMatchObject({
    code: "bad-input",
  });
  const view = await readDayToApprove(world.ctx, { dayIndex, userId: idOf("ann") });
  expect(view.signatures.map(({ role }) => role)).toEqual(["oracle"]);
});

test("each person sees what they can do, or why not", async () => {
  const mine = async (name: string) => {
    const may = (await readDayToApprove(world.ctx, { dayIndex, userId: idOf(name) })).mine;
    return may.ok ? may : { ...may, reason: sayWhyNotSign(may.refusal) };
  };
  expect(await mine("ann")).toMatchObject({ ok: true, publicKey: keyOf(0).publicKey });
  expect(await mine("vic")).toMatchObject({
    ok: false,
    reason: expect.stringContaining("approver or admin"),
  });
  expect(await mine("new")).toMatchObject({ ok: false, reason: expect.stringContaining("Enrol one") });
  expect((await overviewOf("ann")).waiting).toMatchObject([{ kind: "approve", dayIndex }]);
  expect((await overviewOf("vic")).waiting).toEqual([]);
});

test("a key is enrolled by a test signature, once, and only if it is one of the pool's", async () => {
  const person = people.new as SignedIn;
  const network = "magic42";
  const enrol = (key: SoftwareKey, message = keyOfPersonText(network, person.userId, key.publicKey)) =>
    enrolKey(world.ctx, person, { publicKey: key.publicKey, signed: raw(key, message), sealedKey: null });
  await expect(enrol(testKey("stranger"))).rejects.toThrow("not one of the pool's approver keys");
  await expect(enrol(keyOf(0), text)).rejects.toThrow("not a signature of this text");
  await expect(enrol(keyOf(0))).rejects.toMatchObject({ code: "conflict" });
  await enrol(keyOf(2));
  const [row] = await world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, "user.enrol-key"));
  expect(row).toMatchObject({ actor: `user:${person.userId}`, details: { publicKey: keyOf(2).publicKey } });
  const told = await world.ctx.db.select().from(outbox).where(eq(outbox.event, "person.notice"));
  expect(told.map(({ payload }) => payload)).toMatchObject([{ person: person.userId, what: "key.changed" }]);
  expect((await readDayToApprove(world.ctx, { dayIndex, userId: person.userId })).mine).toMatchObject({
    ok: true,
  });
});

test("an old answer of a wallet, without its key, counts for the enrolled key; one over a hash is named", async () => {
  const { publicKey, secretKey } = keyOf(0);
  const key = { ...testWalletKey("ann"), publicKey, secret: hexToBytes(secretKey) };
  const give = (signature: string) =>
    signDay(world.ctx, { dayIndex, userId: idOf("ann"), given: { kind: "cip30", signature, wallet: "Old\u202e" } });
  const hash = hexToBytes(textHashOf(text));
  await expect(give(signData(key, text, { signed: hash }).signature)).rejects.toThrow(/signed a hash.*air-gapped tool/);
  await give(signData(key, text).signature);
  const { signatures } = await readDayToApprove(world.ctx, { dayIndex, userId: idOf("ann") });
  expect(signatures.at(-1)).toMatchObject({ name: "ann", envelope: "cip8", via: "console, wallet Old\\u{202e}" });
  await world.ctx.db.delete(approval).where(eq(approval.role, "approver"));
});

test("a plan proposed again has another deadline, so earlier signatures do not count", async () => {
  const { db } = world.ctx;
  const { deadlineMs } = await loadDay(db, dayIndex);
  const mine = async () => (await readDayToApprove(world.ctx, { dayIndex, userId: idOf("ann") })).mine.ok;
  await sign("ann", keyOf(0));
  expect(await mine()).toBe(false);
  await db
    .update(day)
    .set({ deadlineMs: (deadlineMs ?? 0) + 60_000 })
    .where(eq(day.dayIndex, dayIndex));
  // Nobody can sign what the oracle has not signed.
  expect(await mine()).toBe(false);
  await db.insert(approval).values(await signedByOracle());
  expect(await mine()).toBe(true);
  expect((await overviewOf("ann")).waiting).toMatchObject([{ dayIndex, detail: "0 of 2 approvals" }]);
  await db.update(day).set({ deadlineMs }).where(eq(day.dayIndex, dayIndex));
  await db.delete(approval).where(eq(approval.role, "approver"));
});

/** The oracle's signature, over the text that the day has now. */
async function signedByOracle() {
  const { db } = world.ctx;
  const pool = await loadLivePool(db);
  if (!pool) throw new Error("there is no pool");
  const { digest, deadlineMs, texts } = await bindPlanToSign(db, await loadDay(db, dayIndex), pool);
  const { publicKey } = ORACLE_KEY;
  const signed = { planDigest: digest, deadlineMs, text: texts.propose, envelope: signText(ORACLE_KEY, texts.propose) };
  return { dayIndex, ...signed, role: "oracle" as const, publicKey, via: "oracle" };
}

test("the same signature twice at once counts once; a second person's moves the day; it is paid", async () => {
  const twice = await Promise.all([sign("ann", keyOf(0)), sign("ann", keyOf(0))]);
  expect(twice.map(({ approvals, state }) => [approvals, state])).toEqual([
    [1, "PROPOSED"],
    [1, "PROPOSED"],
  ]);
  expect((await overviewOf("ann")).waiting).toEqual([]);
  expect(await sign("ben", keyOf(1))).toEqual({ state: "APPROVED", approvals: 2, threshold: 2 });
  const rows = await world.ctx.db
    .select()
    .from(auditEvent)
    .where(and(eq(auditEvent.action, "day.approve"), eq(auditEvent.subject, `day:${dayIndex}`)))
    .orderBy(auditEvent.sequence);
  expect(rows.map(({ actor }) => actor)).toEqual(["ann", "ann", "ann", "ben"].map((name) => `user:${idOf(name)}`));
  await expect(sign("ben", keyOf(1))).rejects.toMatchObject({ code: "wrong-state" });

  await liveUntil(world, async () => (await loadDay(world.ctx.db, dayIndex)).state === "PAID");
  const view = await readDayToApprove(world.ctx, { dayIndex, userId: idOf("ann") });
  expect(view.text).toEqual({ kind: "text", text });
  expect(view.signatures.map(({ name }) => name)).toEqual(["oracle", "ann", "ben"]);
  const overview = await overviewOf("ann");
  expect(overview.payouts.at(-1)).toMatchObject({
    dayIndex,
    state: "PAID",
    totalLovelace: view.day.totalLovelace,
  });
  expect(overview.metrics.verdicts).toMatchObject({
    lastSuccessfulPayout: "met",
    blockchainSyncStatus: "met",
  });
  expect(await verifyAuditLog(world.ctx.db)).toMatchObject({ ok: true });
});

test("lines are paged by key in both directions and searched as text", async () => {
  const all = (await listLines(world.ctx.db, dayIndex, { limit: 10 })).lines.map(({ address }) => address);
  expect(all.length).toBeGreaterThan(1);
  const first = await listLines(world.ctx.db, dayIndex, { limit: 1 });
  const second = await listLines(world.ctx.db, dayIndex, { limit: 1, after: first.after ?? "" });
  const back = await listLines(world.ctx.db, dayIndex, { limit: 1, before: second.before ?? "" });
  expect([first, second, back].map(({ lines }) => lines[0]?.address)).toEqual([all[0], all[1], all[0]]);
  expect([first.before, back.before]).toEqual([null, null]);
  expect((await listLines(world.ctx.db, dayIndex, { limit: 9, search: all[1]?.slice(20, 60) })).lines).toHaveLength(1);
  expect((await listLines(world.ctx.db, dayIndex, { limit: 9, search: "%" })).lines).toHaveLength(0);
});
