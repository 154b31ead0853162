import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { SourceDifference } from "@/server/domain/second-opinion/opinion";
import { blockOf, loadSnapshot } from "@/server/services/day/snapshot";
import { rulesInForce } from "@/server/services/settings-in-force";
import { payment } from "@/server/testing/chain/wallet";
import { dayOf } from "@/server/testing/services/look";
import { scan, stepToState } from "@/server/testing/services/steps";
import { type Lies, startWitness, type TestWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { type ComparedDay, compareDay } from "./compare-day";

/* Tokens move after the day's block, some of them in blocks that our own scan has not read. */

let world: World;
let what: Parameters<typeof compareDay>[2];
let play = "";
let count = 0;
let witness: TestWitness;

beforeAll(async () => {
  world = await startWorld({ operations: { readLag: 2 } });
  const { ctx, control, firstDay, gameAddress, players } = world;
  await stepToState(world, firstDay, "CHECKED");
  const snapshot = await loadSnapshot(ctx.db, await dayOf(world, firstDay));
  const inForce = await rulesInForce(ctx.db);
  if (!inForce) throw new Error("there are no rules");
  what = { block: blockOf(snapshot), rules: inForce.rules };
  play = (await ctx.source.addressTransactions(gameAddress, 0, snapshot.height))[0]?.hash ?? "";
  const [ann, ben, idle] = players.map(({ wallet }) => wallet);
  if (!ann || !ben || !idle) throw new Error("three play");
  for (const [from, to] of [
    [ann, ben],
    [idle, ann],
    [ben, idle],
  ] as const) {
    const [coin] = await ctx.source.unspentOutputs(from.address, PRIZE_ASSET);
    if (coin)
      await ctx.source.submit(payment(from, coin, { address: to.address, lovelace: 10_000_000n, assetsToo: true }));
    await control.mine(1);
    if (from !== ben) await scan(world);
  }
});
afterAll(() => world.stop());

beforeEach(() => {
  // Another name each time: what one agreed about is remembered.
  witness = { ...startWitness(world), name: `witness ${count++}` };
});

const compare = (): Promise<ComparedDay> => compareDay(world.ctx, witness, what);

it("the truth agrees at the day's block, whatever has moved since", async () => {
  expect(await compare()).toMatchObject({ kind: "agrees", holders: 3 });
});

const LIES: readonly (readonly [
  lie: string,
  tell: (truth: TestWitness["truth"]) => Lies,
  row: Partial<SourceDifference>,
])[] = [
  [
    "lies about a balance",
    (truth) => ({
      assetHolders: async (unit) =>
        (await truth.assetHolders(unit)).map((row, at) => (at ? row : { ...row, quantity: row.quantity + 1n })),
    }),
    { what: "holding" },
  ],
  [
    "forgets a holder",
    (truth) => ({ assetHolders: async (unit) => (await truth.assetHolders(unit)).slice(1) }),
    { what: "holding" },
  ],
  [
    "invents a holder",
    (truth) => ({
      assetHolders: async (unit) => [...(await truth.assetHolders(unit)), { address: "addr_test1zzz", quantity: 7n }],
    }),
    { what: "holding", ours: "0", theirs: "7" },
  ],
  [
    "names a holder by what no database takes and no page has room for",
    (truth) => ({
      assetHolders: async (unit) => [
        ...(await truth.assetHolders(unit)),
        { address: `zz\u0000\ud800${"z".repeat(1_000_000)}`, quantity: 7n },
      ],
    }),
    { what: "holding", address: `zz\\u{0}\\u{d800}${"z".repeat(396)}…`, theirs: "7" },
  ],
  ["empties the list of holders", () => ({ assetHolders: async () => [] }), { what: "holding" }],
  [
    "lies about the supply",
    (truth) => ({ assetSupply: async (unit) => ((await truth.assetSupply(unit)) ?? 0n) - 1n }),
    { what: "supply", ours: "1500", theirs: "1499" },
  ],
  ["knows no such token", () => ({ assetSupply: async () => null }), { what: "supply", theirs: null }],
  [
    "forgets a play",
    (truth) => ({ addressTransactions: async (...asked) => (await truth.addressTransactions(...asked)).slice(1) }),
    { what: "transaction", of: "game", theirs: null },
  ],
  [
    "empties the list of plays",
    () => ({ addressTransactions: async () => [] }),
    { what: "transaction", of: "game", theirs: null },
  ],
  [
    "invents a play",
    (truth) => ({
      addressTransactions: async (address, from, to) => [
        ...(await truth.addressTransactions(address, from, to)),
        { hash: "ab".repeat(32), height: to },
      ],
    }),
    { what: "transaction", of: "game", hash: "ab".repeat(32), ours: null },
  ],
  [
    "puts a play into another block",
    (truth) => ({
      addressTransactions: async (...asked) =>
        (await truth.addressTransactions(...asked)).map((ref) => ({ ...ref, height: ref.height - 1 })),
    }),
    { what: "transaction", of: "game" },
  ],
  [
    "empties the token's list",
    () => ({ assetTransactions: async () => [] }),
    { what: "transaction", of: "token", theirs: null },
  ],
  [
    "lies about the slot of the day's last block",
    (truth) => ({
      block: async (asked) => {
        const block = await truth.block(asked);
        return block && { ...block, slot: block.slot + 1 };
      },
    }),
    { what: "block" },
  ],
];

it.each(LIES)("a witness that %s: the row that differs, from both", async (_, tell, row) => {
  witness.tell(tell(witness.truth));
  const compared = await compare();
  if (compared.kind !== "differs") throw new Error(`it ${compared.kind}: ${JSON.stringify(compared)}`);
  expect(compared.total).toBe(compared.rows.length);
  expect(compared.rows).toContainEqual(expect.objectContaining(row));
});

it("a transaction that it lists and that concerns nobody is no difference", async () => {
  const { truth } = witness;
  const first = await truth.block(1);
  const [hash = ""] = (await world.ctx.source.blockTransactions(first?.hash ?? "")) ?? [];
  witness.tell({
    addressTransactions: async (...asked) => [...(await truth.addressTransactions(...asked)), { hash, height: 1 }],
  });
  expect(await compare()).toMatchObject({ kind: "agrees" });
});

const AWAY = new ChainSourceError("unreachable", "koios", "no answer came.");
const throws = () => Promise.reject(AWAY);

const SILENT: readonly (readonly [
  how: string,
  tell: (truth: TestWitness["truth"]) => Lies,
  why: Record<string, unknown>,
])[] = [
  ["is away", () => ({ genesis: throws }), { kind: "away" }],
  ["dies in the middle of the plays", () => ({ addressTransactions: throws }), { kind: "away" }],
  ["dies in the middle of the holders", () => ({ assetHolders: throws }), { kind: "away" }],
  ["is of another network", () => ({ genesis: async () => ({ networkMagic: 1 }) }), { kind: "wrong-network", got: 1 }],
  [
    "lags behind the day's block",
    (truth) => ({ tip: async () => (await truth.block(what.block.height - 1)) ?? truth.tip() }),
    { kind: "behind" },
  ],
  [
    "lies about the tip",
    (truth) => ({ tip: async () => ({ ...(await truth.tip()), hash: "cd".repeat(32) }) }),
    { kind: "tip-unknown" },
  ],
  [
    "says that its tip is higher than it is",
    (truth) => ({ tip: async () => ({ ...(await truth.tip()), height: 1_000_000 }) }),
    { kind: "tip-unknown" },
  ],
  ["answers for another fork", () => ({ block: async () => null }), { kind: "other-fork" }],
];

it.each(SILENT)("a witness that %s is waited for, and nothing is concluded", async (_, tell, why) => {
  witness.tell(tell(witness.truth));
  expect(await compare()).toMatchObject({ kind: "waits", why });
  witness.tell();
  expect(await compare()).toMatchObject({ kind: "agrees" });
});

it("a witness that lies about whether scripts succeeded where none ran says nothing of it", async () => {
  const { truth } = witness;
  witness.tell({
    transactionPlace: async (hash) => {
      const place = await truth.transactionPlace(hash);
      return place && { ...place, valid: !place.valid };
    },
  });
  expect(play).not.toBe("");
  expect(await compare()).toMatchObject({ kind: "agrees" });
});

it("a block that comes while holders are told is no difference: they are right at one of the two", async () => {
  const { truth } = witness;
  const { ctx, control, players } = world;
  witness.tell({
    assetHolders: async (unit) => {
      const [ann, ben] = players.map(({ wallet }) => wallet);
      const [coin] = ann ? await ctx.source.unspentOutputs(ann.address, PRIZE_ASSET) : [];
      if (ann && ben && coin)
        await ctx.source.submit(payment(ann, coin, { address: ben.address, lovelace: 3_000_000n, assetsToo: true }));
      await control.mine(1);
      return truth.assetHolders(unit);
    },
  });
  expect(await compare()).toMatchObject({ kind: "agrees" });
});
