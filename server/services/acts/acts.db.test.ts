import { asc } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actProposal, actSignature, auditEvent } from "@/db/schema";
import { readAct, type TypedAct } from "@/server/domain/contract/typed-act";
import { keyFromSecret, type SoftwareKey } from "@/server/signing/key-file";
import { ACT_REASON, endedAct, liveAct, propose, send, signWithKey } from "@/server/testing/services/acts";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { openInstance } from "@/server/testing/services/instance";
import { APPROVER_KEYS, signText, testKey } from "@/server/testing/services/keys";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { scan, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { formatAda } from "@/server/words/format";
import { advanceDays } from "../advance/advance-days";
import { pauseEngine } from "../engine-pause/pause-engine";
import { resumeEngine } from "../engine-pause/resume-engine";
import { loadLivePool } from "../pool/load-pool";
import { judgeAct } from "../pool-commands/plan-act";
import { askToSend } from "./ask-to-send";
import { listActs } from "./list-acts";
import { proposeAct } from "./propose-act";
import { signAct } from "./sign-act";
import { storedSignatures } from "./stored-signatures";
import { withdrawAct } from "./withdraw-act";

const [ANN, BEN, CHO] = APPROVER_KEYS as [SoftwareKey, SoftwareKey, SoftwareKey];
const DEE = keyFromSecret("d1".repeat(32));
const RESERVE = (lovelace: string): TypedAct => ({ name: "set-reserve", fields: { lovelace } });

let world: World;
let ann: string;
let viewer: string;
beforeAll(async () => {
  world = await startWorld({ approvers: "none" });
  await scan(world);
  ann = await addPerson(world.ctx.db, "Ann", "approver");
  viewer = await addPerson(world.ctx.db, "Vic", "viewer");
});
afterAll(() => world.stop());

const nonce = async () => (await loadLivePool(world.ctx.db))?.datum.nonce ?? -1;
const landed = (before: number) => stepUntil(world, async () => (await nonce()) > before);

describe("a proposal", () => {
  it("needs the right, a reason, whole fields, and an act that the contract takes", async () => {
    const act = RESERVE("6000000");
    const by = (userId: string, what = act, reason = ACT_REASON) =>
      proposeAct(world.ctx, { act: what, userId, reason });
    await expect(by(viewer)).rejects.toMatchObject({ code: "not-allowed", message: /approver or admin/ });
    await expect(by(ann, act, "so")).rejects.toMatchObject({ code: "bad-input" });
    expect(await by(ann, RESERVE("5.5"))).toMatchObject({ ok: false, problems: [{ field: "lovelace" }] });
    await expect(by(ann, { name: "set-threshold", fields: { threshold: "9" } })).rejects.toThrow(/between 1 and 3/);
    expect(await world.ctx.db.$count(actProposal)).toBe(0);
  });

  it("is there once, whoever proposes it at the same moment, and again once it is withdrawn", async () => {
    const act = RESERVE("6000000");
    const both = await Promise.allSettled([
      propose(world, ann, act),
      propose(world, ann, act),
      propose(world, ann, act),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [first] = (await listActs(world.ctx)).live;
    expect(first).toMatchObject({ name: "set-reserve", approvals: 0, fate: { kind: "open" }, reason: ACT_REASON });
    expect(first?.effect.changes).toEqual([
      { label: "Reserve", before: formatAda(5_000_000n), after: formatAda(6_000_000n) },
    ]);
    await withdrawAct(world.ctx, { id: first?.id ?? 0, userId: ann });
    await withdrawAct(world.ctx, { id: first?.id ?? 0, userId: ann });
    expect((await listActs(world.ctx)).live).toEqual([]);
    const again = await propose(world, ann, act);
    expect(again.text).toBe(first?.text);
    await withdrawAct(world.ctx, { id: again.id, userId: ann });
  });

  it("is read as the command reads it, which has the same rules", () => {
    const none = { lovelace: 1n, tokens: 0n };
    const now = { prizeAsset: null, dailyLimit: none, minDeposit: none };
    const limit: TypedAct = { name: "set-daily-limit", fields: { lovelace: "7", tokens: "1" } };
    expect(readAct(limit, now)).toMatchObject({ ok: false, problems: [{ field: "tokens" }] });
  });
});

describe("a signature", () => {
  it("of a stranger, over another text, or by a person without the right is refused, with its owner named", async () => {
    const { id, text } = await propose(world, ann, RESERVE("7000000"));
    const given = (key: SoftwareKey, over = text) =>
      ({ kind: "raw", publicKey: key.publicKey, signature: signText(key, over).signature }) as const;
    const sign = (signature: ReturnType<typeof given>, userId = ann) =>
      signAct(world.ctx, { id, userId, publicKey: signature.publicKey, given: signature });
    await expect(sign(given(testKey("mallory")))).rejects.toMatchObject({ code: "not-allowed", message: /no say/ });
    await expect(sign(given(ANN, `${text} `))).rejects.toMatchObject({
      code: "bad-input",
      message: /the signature of/,
    });
    await expect(sign({ ...given(BEN), publicKey: ANN.publicKey })).rejects.toMatchObject({ code: "bad-input" });
    await expect(sign(given(ANN), viewer)).rejects.toMatchObject({ code: "not-allowed" });
    const by = { userId: ann, publicKey: ANN.publicKey };
    await expect(signAct(world.ctx, { ...by, id: 99_999, given: given(ANN) })).rejects.toThrow(/no such act/);
    await expect(signAct(world.ctx, { ...by, id, given: given(BEN) })).rejects.toThrow(/is of .*, not of/);
    expect(await world.ctx.db.$count(actSignature)).toBe(0);
    await withdrawAct(world.ctx, { id, userId: ann });
    await expect(sign(given(ANN))).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("that was stored and does not count is shown, counts nowhere, and gives way", async () => {
    const { id, text } = await propose(world, ann, RESERVE("8000000"));
    const bad = { kind: "raw", signature: signText(BEN, text).signature } as const;
    await world.ctx.db
      .insert(actSignature)
      .values({ text, publicKey: ANN.publicKey, envelope: bad, via: "x", userId: ann });
    expect(await liveAct(world, id)).toMatchObject({ approvals: 0, refused: [ANN.publicKey] });
    await expect(signWithKey(world, ann, id, ANN)).resolves.toMatchObject({ approvals: 1, isComplete: false });
    const twice = await Promise.all([signWithKey(world, ann, id, BEN), signWithKey(world, ann, id, BEN)]);
    expect(twice.map(({ isComplete }) => isComplete)).toEqual([true, true]);
    expect(await world.ctx.db.$count(actSignature)).toBe(2);
    await withdrawAct(world.ctx, { id, userId: ann });
    // Signed by enough, and withdrawn: whoever has the signatures can still send it, as the command does.
    expect(await liveAct(world, id)).toMatchObject({ withdrawn: { name: "Ann" }, approvals: 2, missing: [] });
    const wanted = { kind: "updateSettings", change: { kind: "setReserve", reserveLovelace: 8_000_000n } } as const;
    const pool = await loadLivePool(world.ctx.db);
    const plan = pool && judgeAct({ pool, settings: pool.settings }, wanted);
    const gathered = plan ? await storedSignatures(world.ctx.db, plan) : new Map();
    expect([...gathered.keys()].sort()).toEqual([ANN.publicKey, BEN.publicKey].sort());
    await govern(world, wanted);
    await scan(world);
    expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed" }, withdrawn: { name: "Ann" } });
  });
});

describe("sending", () => {
  it("waits for all signatures, also a new key's, and two instances send it once, in a pause too", async () => {
    const before = await nonce();
    const act: TypedAct = { name: "add-approver", fields: { key: DEE.publicKey, threshold: "2" } };
    const { id } = await propose(world, ann, act);
    const other = await propose(world, ann, RESERVE("9000000"));
    await signWithKey(world, ann, id, CHO);
    await signWithKey(world, ann, id, ANN);
    await expect(send(world, ann, id)).rejects.toMatchObject({
      code: "conflict",
      message: /new key .* has not signed/,
    });
    await expect(send(world, viewer, id)).rejects.toMatchObject({ code: "not-allowed" });
    expect(await advanceDays(world.ctx)).not.toMatchObject({ detail: expect.stringMatching(/the act/) });
    await expect(signWithKey(world, ann, id, DEE)).resolves.toMatchObject({ isComplete: true });
    expect((await liveAct(world, id)).effect.follows[0]).toContain("2 of 4 approvers can pay");
    await signWithKey(world, ann, other.id, BEN);
    await expect(askToSend(world.ctx, { id, userId: ann, seen: [] })).rejects.toThrow(/would void more by now/);
    await Promise.all([send(world, ann, id), send(world, ann, id)]);
    await pauseEngine(world.ctx, { userId: ann, reason: "a pause holds no act back" });
    const instance = await openInstance(world);
    await Promise.all([1, 2, 3, 4].map((n) => advanceDays(n % 2 ? world.ctx : instance.ctx)));
    await instance.close();
    await landed(before);
    await resumeEngine(world.ctx, { userId: ann, reason: "the act has landed by now" });
    expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed", height: expect.any(Number) } });
    expect(await endedAct(world, other.id)).toMatchObject({
      fate: { kind: "void", text: expect.stringMatching(/add/) },
    });
    await expect(send(world, ann, other.id)).rejects.toThrow(/not among the live/);
    expect((await readPoolMoves(world)).filter(({ after }) => after.datum.nonce === before + 1)).toHaveLength(1);
    const log = await world.ctx.db.select().from(auditEvent).orderBy(asc(auditEvent.sequence));
    const steps = log.filter(({ subject }) => subject.endsWith(`act:${id}`));
    expect(steps.map(({ action }) => action)).toEqual(
      ["propose", "sign", "sign", "sign", "send", "build"].map((verb) => `act.${verb}`),
    );
  });

  it("that fails is asked for no more, with the reason, and holds nothing back", async () => {
    const operator = "ef".repeat(28);
    const { id } = await propose(world, ann, { name: "set-operator", fields: { operator } });
    for (const key of [ANN, BEN]) await signWithKey(world, ann, id, key);
    await send(world, ann, id);
    expect(await advanceDays(world.ctx)).not.toMatchObject({ detail: expect.stringMatching(/the act/) });
    expect(await liveAct(world, id)).toMatchObject({
      sending: null,
      newOperator: operator,
      outcome: expect.stringMatching(/--execute with its key/),
    });
  });

  it("is over once the pool is closed: everything is shown as ended", async () => {
    const { id } = await propose(world, ann, { name: "close", fields: {} });
    for (const key of [ANN, BEN]) await signWithKey(world, ann, id, key);
    await send(world, ann, id);
    await stepUntil(world, async () => (await loadLivePool(world.ctx.db)) === null);
    const { pool, live, ended } = await listActs(world.ctx);
    expect([pool, live]).toEqual([null, []]);
    expect(ended.find((act) => act.id === id)).toMatchObject({ fate: { kind: "landed" } });
    expect(ended.find((act) => act.name === "set-operator")).toMatchObject({ fate: { kind: "void" } });
    await expect(propose(world, ann, RESERVE("9000000"))).rejects.toThrow(/closed/);
  });
});
