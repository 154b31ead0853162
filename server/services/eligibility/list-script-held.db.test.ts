import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { addressFromBytes, makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { fromHex } from "@/server/domain/cardano/hex-bytes";
import { constr, serialiseData } from "@/server/domain/cardano/plutus-data";
import { sum } from "@/server/domain/integers";
import { readWholeReport } from "@/server/domain/report/read-report";
import { RESOLVERS } from "@/server/domain/script-held/table";
import { findReport } from "@/server/services/reports/find-report";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { key } from "@/server/testing/domain/fixtures";
import { dayOf } from "@/server/testing/services/look";
import { endNextDay, scan, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { listScriptHeld, type ScriptHeld } from "./list-script-held";

const ASK = RESOLVERS[0]?.scripts[0] ?? "";
const ALLOWED = "a1".repeat(28);
const OTHER = "b2".repeat(28);
const SMALL = 60;
const hashOf = (at: number) => at.toString(16).padStart(56, "c");
const at = (script: string, stake: ReturnType<typeof key> | null) =>
  makeAddress(0, { kind: "script", hash: script }, stake);
const ofScript = { kind: "script", hash: "d3".repeat(28) } as const;
const fund = (address: string, quantity: bigint) => ({
  address,
  lovelace: 5_000_000n,
  assets: { [PRIZE_ASSET]: quantity },
});
const seller = newTestWallet();

let world: World;
beforeAll(async () => {
  world = await startWorld({
    rules: { allowedScripts: [ALLOWED] },
    players: [
      { tokens: 600n, plays: true },
      { tokens: 300n, plays: false, wallet: seller },
    ],
    funds: [
      // Whoever sends there chooses the stake part: here a stranger's.
      fund(at(ASK, key(71)), 30n),
      fund(at(ASK, null), 12n),
      fund(at(ALLOWED, key(73)), 20n),
      fund(at(ALLOWED, null), 4n),
      // Of every kind of address: with a stake key, with a script, with a pointer, without.
      fund(at(OTHER, key(74)), 9n),
      fund(at(OTHER, ofScript), 8n),
      fund(addressFromBytes(fromHex(`50${OTHER}010203`)), 5n),
      fund(at(OTHER, null), 2n),
      ...Array.from({ length: SMALL }, (_, small) => fund(at(hashOf(small), null), 1n)),
    ],
  });
  await scan(world);
});
afterAll(() => world.stop());

const list = (after?: string | null) => listScriptHeld(world.ctx, after);
const published = { what: RESOLVERS[0]?.what, published: RESOLVERS[0]?.published };
const plain = (script: string, outputs: number, quantity: bigint): ScriptHeld => ({
  ...{ script, outputs, quantity, counted: 0n, contract: null, unknown: quantity },
});
const FIRST = [
  {
    ...plain(ASK, 2, 42n),
    contract: { ...published, named: 0n, shared: 0n, unknown: [{ why: "it has no datum", quantity: 42n }] },
  },
  plain(OTHER, 4, 24n),
  // Its owner at the address without a stake part is the script itself, which never plays.
  { ...plain(ALLOWED, 2, 24n), counted: 20n, unknown: 4n },
].sort((a, b) => Number(b.quantity - a.quantity) || (a.script < b.script ? -1 : 1));

it("lists what each script holds at addresses of every kind, and what becomes of it", async () => {
  const { rows, ...page } = await list();
  expect(rows.slice(0, 3)).toEqual(FIRST);
  expect(page).toMatchObject({ scripts: 3 + SMALL, quantity: 150n, unknown: 130n, supply: 1_050n, dayIndex: null });
  expect(page.height).toBeGreaterThan(0);
});

it("goes on after the last of a page, and ends", async () => {
  const first = await list();
  const second = await list(first.next);
  expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 13, null]);
  const all = [...first.rows, ...second.rows];
  expect(new Set(all.map(({ script }) => script)).size).toBe(3 + SMALL);
  expect(sum(all.map(({ quantity }) => quantity))).toBe(first.quantity);
  // What is no list's `next` begins at the start.
  for (const odd of ["", "1", `x-${ASK}`, `${"9".repeat(40)}-${ASK}`])
    expect((await list(odd)).rows).toEqual(first.rows);
});

it("names the seller whom a listing names, and nobody once it is rolled back", async () => {
  const sellers = parseAddress(seller.address);
  if (!("stake" in sellers && "payment" in sellers)) throw new Error("the wallet has a base address");
  const { payment: owner, stake } = sellers;
  const place = constr(0, constr(0, owner.hash), constr(0, constr(0, constr(0, stake.hash))));
  const inlineDatum = serialiseData(constr(0, [constr(0, place, 1_000_000n)], owner.hash));
  const [from] = await world.ctx.source.unspentOutputs(seller.address);
  if (!from) throw new Error("the seller has nothing");
  const to = { address: at(ASK, key(75)), lovelace: 3_000_000n, assetsToo: true, inlineDatum };
  await world.ctx.source.submit(payment(seller, from, to));
  await world.control.mine(4);
  await scan(world);
  const [ask] = (await list()).rows;
  expect(ask).toMatchObject({ outputs: 3, quantity: 342n, counted: 0n, unknown: 42n, contract: { named: 300n } });
  await world.control.rollback(4, { drop: true });
  await world.control.mine(6);
  await scan(world);
  expect((await list()).rows.slice(0, 3)).toEqual(FIRST);
});

it("is what the newest day's report holds for nobody", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const listed = await list();
  expect(listed).toMatchObject({ dayIndex, quantity: 150n });
  const found = await findReport(world.ctx.db, (await dayOf(world, dayIndex)).reportHash ?? "");
  if (!found) throw new Error("there is no report");
  const report = await readWholeReport(found);
  expect(report.block.height).toBe(listed.height);
  const isScript = (address: string) => {
    const parsed = parseAddress(address);
    return "payment" in parsed && parsed.payment.kind === "script";
  };
  const ofScripts = report.unresolved.filter(({ address }) => isScript(address));
  const ignored = [...listed.rows, ...(await list(listed.next)).rows].map((row) => row.quantity - row.counted);
  expect(sum(ofScripts.map((row) => row.quantity))).toBe(sum(ignored));
});

it("says that nothing has been read where that is so", async () => {
  const { db, drop } = await createTestDatabase();
  await expect(listScriptHeld({ db })).rejects.toMatchObject({ code: "unavailable" });
  await drop();
});
