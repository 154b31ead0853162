import { asc, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { day, delivery, incident, outbox, personChannel, user } from "@/db/schema";
import { personChannelName } from "@/server/domain/monitoring/wants";
import type { Role } from "@/server/domain/people/roles";
import type { SoftwareKey } from "@/server/signing/key-file";
import { memoryLog } from "@/server/testing/memory-log";
import { addPerson } from "@/server/testing/services/add-person";
import { APPROVER_KEYS, signText } from "@/server/testing/services/keys";
import { endNextDay, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { QUIET_TELLING } from "@/server/testing/services/telling";
import { startWorld, type World } from "@/server/testing/services/world";
import { addApproval } from "../approval/add-approval";
import { findApproval } from "../approval/read-approval";
import { stopDay } from "../day/stop-day";
import { queueEvent } from "../outbox/queue-event";
import { tellEvents } from "./tell-events";

const DAY_MS = 86_400_000;
const { log, read, clear } = memoryLog();

let world: World;
const idOf: Record<string, string> = {};
beforeAll(async () => {
  const started = await startWorld({ approvers: "none" });
  world = { ...started, ctx: { ...started.ctx, loadTelling: async () => QUIET_TELLING } };
  const roles: readonly (readonly [string, Role])[] = [
    ["ann", "approver"],
    ["ben", "admin"],
    ["vic", "viewer"],
    ["dan", "approver"],
  ];
  for (const [name, role] of roles) idOf[name] = await addPerson(world.ctx.db, name, role);
  const { db } = world.ctx;
  for (const [at, name] of ["ann", "ben", "dan"].entries()) {
    await db
      .update(user)
      .set({ approverKey: APPROVER_KEYS[at]?.publicKey })
      .where(eq(user.id, id(name)));
  }
  await db
    .update(user)
    .set({ disabled: true })
    .where(eq(user.id, id("dan")));
  await db.insert(personChannel).values([
    { userId: id("ben"), way: "telegram", telegramChat: "12345", wants: "everything" },
    { userId: id("vic"), way: "e-mail", wants: "everything" },
  ]);
});
afterAll(() => world.stop());
beforeEach(async () => {
  clear();
  await world.ctx.db.delete(delivery);
  await world.ctx.db.delete(outbox);
});

const id = (name: string): string => idOf[name] ?? "";
const tell = (ago = 0) => tellEvents({ db: world.ctx.db, log }, QUIET_TELLING, Date.now() + ago);
const queue = (event: Parameters<typeof queueEvent>[1], payload: Record<string, unknown>) =>
  world.ctx.db.transaction((tx) => queueEvent(tx, event, payload));

/** What is queued, as "channel: title", with people by their names. */
async function queued(): Promise<readonly string[]> {
  const rows = await world.ctx.db.select().from(delivery).orderBy(asc(delivery.id));
  const names = new Map(
    Object.entries(idOf).flatMap(([name, userId]) =>
      (["e-mail", "telegram"] as const).map((way) => [personChannelName(userId, way), `${name} by ${way}`] as const),
    ),
  );
  return rows.map(({ channel, message }) => `${names.get(channel) ?? channel}: ${message.title}`).sort();
}

async function approve(dayIndex: number, key: SoftwareKey | undefined): Promise<void> {
  const open = await findApproval(world.ctx.db, dayIndex);
  if (!open || !key) throw new Error("nothing is to be signed");
  const signed = { publicKey: key.publicKey, envelope: signText(key, open.toSign.texts.approve) };
  await addApproval(world.ctx, { dayIndex, signed, via: "test", actor: "user:test" });
}

test("a day's approval is asked of those who can give it, and taken back once it is there; then it is paid", async () => {
  const { db } = world.ctx;
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await findApproval(db, dayIndex)) !== null);
  await tell();
  const asked = (await queued()).filter((line) => line.includes("waits for your approval"));
  expect(asked).toMatchObject([
    expect.stringMatching(/^ann by e-mail: Day \d+ waits for your approval \(until /),
    expect.stringMatching(/^ben by telegram: /),
  ]);
  // Told again by a repeated event: nothing is added.
  await queue("approval.wanted", { dayIndex, of: "plan", deadlineMs: 1 });
  await tell();
  expect((await queued()).filter((line) => line.includes("waits"))).toEqual(asked);

  // Ann's was sent, and stays; what Ben has not got yet is taken back with the last signature.
  await db
    .update(delivery)
    .set({ state: "sent" })
    .where(eq(delivery.channel, personChannelName(id("ann"), "e-mail")));
  await approve(dayIndex, APPROVER_KEYS[0]);
  await approve(dayIndex, APPROVER_KEYS[2]);
  await tell();
  const approved = await queued();
  expect(approved.filter((line) => line.includes("waits"))).toEqual([asked[0]]);
  const title = `Day ${dayIndex} is approved`;
  expect(approved.filter((line) => line.endsWith("is approved"))).toEqual(
    [`ben by telegram: ${title}`, `team: ${title}`, `vic by e-mail: ${title}`].sort(),
  );

  await db.delete(delivery);
  await liveToState(world, dayIndex, "PAID");
  await tell();
  const paid = `Day ${dayIndex} is paid`;
  expect(await queued()).toEqual([
    `ben by telegram: ${paid}`,
    `players: ${paid}`,
    `team: ${paid}`,
    `vic by e-mail: ${paid}`,
  ]);
  const [row] = await db.select().from(delivery).where(eq(delivery.channel, "players"));
  expect(row?.message.text.replace(/[\u202f\u00a0]/g, " ")).toMatch(
    /^1 000\.00 ADA to 2 addresses, in 1 transaction\.$/,
  );
  expect(row?.message.link).toBe(`https://prizes.example.org/days/${dayIndex}`);
});

test("after an outage nothing old is told as if it were new, but what still waits is", async () => {
  const { db } = world.ctx;
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "CALCULATED");
  await stopDay(world.ctx, { dayIndex, userId: id("ann"), reason: "Something is odd." });
  await queue("approval.wanted", { dayIndex, of: "plan", deadlineMs: 1 });
  await queue("day.state", { dayIndex: world.firstDay, from: "PAYING", state: "PAID", detail: "" });
  await tell(3 * DAY_MS);
  const title = `Day ${dayIndex} is stopped`;
  expect(await queued()).toEqual([`ann by e-mail: ${title}`, `ben by telegram: ${title}`, `vic by e-mail: ${title}`]);
  expect(await db.$count(outbox, isNull(outbox.deliveredAt))).toBe(0);
});

test("what concerns an account goes to its owner by every way, and to nobody who is disabled", async () => {
  const notice = { what: "user.reset", actor: `user:${id("ann")}` };
  for (const name of ["ben", "vic", "dan"]) await queue("person.notice", { person: id(name), ...notice });
  await queue("person.notice", { person: id("ann"), about: id("ben"), ...notice });
  await tell(30 * DAY_MS);
  const own = "How your account is signed in to was set anew";
  expect(await queued()).toEqual([
    "ann by e-mail: How ben's account is signed in to was set anew",
    `ben by e-mail: ${own}`,
    `ben by telegram: ${own}`,
    `vic by e-mail: ${own}`,
  ]);
});

test("the public hears of a problem once, and of its end only where it heard of it", async () => {
  const { db } = world.ctx;
  const at = new Date();
  const open = async (kind: "chain-stalled" | "scan-behind", subject: string) => {
    const times = { beganAt: at, openedAt: at, lastSeenAt: at };
    const said = { title: "secret title", fact: "secret fact", publicText: "We are behind. @everyone" };
    const [row] = await db
      .insert(incident)
      .values({ kind, subject, priority: 2, state: "investigating", ...said, ...times })
      .returning({ id: incident.id });
    await queue("incident.opened", { incident: row?.id });
    return row?.id ?? 0;
  };
  const close = async (incidentId: number) => {
    await db.update(incident).set({ resolvedAt: at, state: "resolved" }).where(eq(incident.id, incidentId));
    await queue("incident.resolved", { incident: incidentId });
  };
  const first = await open("chain-stalled", "");
  await tell();
  const second = await open("scan-behind", "");
  await close(first);
  await tell();
  expect(await queued()).toEqual(["players: There is a problem"]);
  await db.update(delivery).set({ state: "sent" });
  await close(second);
  await tell();
  expect(await queued()).toEqual(["players: The problem is over", "players: There is a problem"]);
  const texts = JSON.stringify(await db.select({ message: delivery.message }).from(delivery));
  expect(texts).not.toMatch(/secret|@/);

  // The channel was away, and got nothing of it: there is nothing to tell any more.
  await close(await open("chain-stalled", "again"));
  await db.delete(delivery);
  const third = await open("chain-stalled", "once more");
  await tell();
  await close(third);
  await tell();
  expect(await queued()).toEqual([]);
});

test("a step that dies is done again as a whole, and nothing is told twice", async () => {
  for (const what of ["user.reset", "key.changed"]) await queue("person.notice", { person: id("vic"), what });
  let lines = 0;
  const dying = memoryLog().log.child({});
  dying.info = () => fail(++lines === 2);
  await expect(tellEvents({ db: world.ctx.db, log: dying }, QUIET_TELLING, Date.now())).rejects.toThrow("killed");
  expect(await queued()).toEqual([]);
  await Promise.all([tell(), tell(), tell()]);
  await tell();
  expect(await queued()).toHaveLength(2);
  expect(read().filter(({ msg }) => msg === "event")).toHaveLength(2);
});

test("an event that nothing can be made of keeps no other back, and stands in the log", async () => {
  const { db } = world.ctx;
  const [stopped] = await db.select().from(day).where(eq(day.state, "FROZEN"));
  const stopReason = sql`'{"kind":"of a later version"}'::jsonb`;
  await db
    .update(day)
    .set({ stopReason })
    .where(eq(day.dayIndex, stopped?.dayIndex ?? 0));
  await queue("day.state", { dayIndex: stopped?.dayIndex, from: "CALCULATED", state: "FROZEN", detail: "" });
  await queue("person.notice", { person: id("vic"), what: "key.changed" });
  await tell();
  expect(await queued()).toEqual(["vic by e-mail: A key was enrolled to your account"]);
  expect(read().filter(({ msg }) => String(msg).startsWith("nobody is told"))).toHaveLength(1);
  expect(await db.$count(outbox, isNull(outbox.deliveredAt))).toBe(0);
});

test("many events take many steps, each bounded", async () => {
  const payload = sql`jsonb_build_object('dayIndex', n, 'batchNo', 1)`;
  await world.ctx.db.execute(
    sql`insert into outbox (event, payload) select 'batch.state', ${payload} from generate_series(1, 250) n`,
  );
  expect(await tell()).toMatchObject({ result: "again", detail: "100 events" });
  expect(await tell()).toMatchObject({ result: "again" });
  expect(await tell()).toMatchObject({ result: "done", detail: "50 events" });
  expect(await queued()).toEqual([]);
});

function fail(now: boolean): void {
  if (now) throw new Error("killed");
}
