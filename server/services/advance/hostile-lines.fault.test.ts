import { afterEach, expect, it } from "vitest";
import { enterpriseAddress, makeAddress, parseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { Hex } from "@/server/domain/units";
import { newTestWallet, payment } from "@/server/testing/chain/wallet";
import { APPROVER_KEYS, OPERATOR_KEY, ORACLE_KEY } from "@/server/testing/services/keys";
import { liveToState, mineUntil, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { testSettings } from "@/server/testing/services/world-terms";

let world: World;
afterEach(() => world.stop());

/** The datum of a play that names a key: `Constr 0 [hash]`, where the rules look at field 0. */
const naming = (hash: Hex) => `d8799f581c${hash}ff`;
const NAMED = { minimumLovelace: 2_000_000n, playerDatumField: [0], windowDays: null, minimumPlays: 1 };

async function pay(address: string, from: { address: string; paymentKey: string }, more: { datum?: Hex } = {}) {
  const wallet = { ...from, seedPhrase: "" };
  const [held] = await world.ctx.source.unspentOutputs(wallet.address);
  if (!held) throw new Error(`${wallet.address} has nothing to spend`);
  const to = { address, lovelace: 5_000_000n, assetsToo: more.datum === undefined, inlineDatum: more.datum };
  await world.ctx.source.submit(payment(wallet, held, to));
}

function ownerOf(address: string): Hex {
  const parsed = parseAddress(address);
  if ("problem" in parsed || parsed.kind !== "base") throw new Error("test wallets have base addresses");
  return parsed.stake.hash;
}

async function pastFirstDay() {
  await mineUntil(world, world.deployment.start.timeMs + 90_000);
  await stepToState(world, world.firstDay, "PAID");
  return world.firstDay;
}

it("a stranger plays in the name of our own keys, and sends them tokens: the day is paid without a person", async () => {
  const [ann, ben] = [newTestWallet(), newTestWallet()];
  const [approver] = APPROVER_KEYS;
  const ours = [OPERATOR_KEY, ORACLE_KEY, approver].map((key) => key?.publicKey ?? "");
  const holders = [...ours, "treasury", "joined"].map(() => newTestWallet());
  const players = [...ours, "treasury", ann, ben].map(() => newTestWallet());
  const { treasury } = testSettings("devnet");
  // The last is the operator's payment key with Ann's stake key: money there would be the operator's.
  const targets = [
    ...ours.map((key) => enterpriseAddress(0, key)),
    makeAddress(0, treasury, null),
    makeAddress(
      0,
      { kind: "key", hash: keyHashOf(OPERATOR_KEY.publicKey) },
      { kind: "key", hash: ownerOf(ann.address) },
    ),
  ];
  const names = [...ours.map(keyHashOf), treasury.hash, ownerOf(ann.address), ownerOf(ben.address)];
  world = await startWorld({
    rules: { participation: NAMED },
    players: [
      { wallet: ann, tokens: 500n, plays: false },
      { wallet: ben, tokens: 400n, plays: false },
      ...holders.map((wallet) => ({ wallet, tokens: 20n, plays: false })),
      ...players.map((wallet) => ({ wallet, tokens: 0n, plays: false })),
    ],
  });
  for (const [at, wallet] of holders.entries()) await pay(targets[at] ?? "", wallet);
  for (const [at, wallet] of players.entries()) {
    await pay(world.gameAddress, wallet, { datum: naming(names[at] ?? "") });
  }
  await world.control.mine(1);
  const dayIndex = await pastFirstDay();
  const holdings = new Map([
    [ann.address, 500n],
    [ben.address, 400n],
    ...targets.map((address) => [address, 20n] as const),
  ]);
  const { lines } = await verifyDay(world, dayIndex, { holdings });
  const told = new Map(lines.map(({ address, reason, carriedLovelace }) => [address, [reason, carriedLovelace]]));
  for (const address of targets) expect(told.get(address)).toEqual(["reserved-address", 20_000_000n]);
  expect(told.get(ann.address)).toEqual(["payable", 0n]);
  expect(told.get(ben.address)).toEqual(["payable", 0n]);

  // The day after, what was held back is still owed, and still held back.
  await mineUntil(world, world.deployment.start.timeMs + 150_000);
  await stepToState(world, dayIndex + 1, "PAID");
  const next = await verifyDay(world, dayIndex + 1, { holdings });
  const owed = next.lines.filter(({ reason }) => reason === "reserved-address");
  expect(owed.map(({ carriedLovelace }) => carriedLovelace)).toEqual(targets.map(() => 40_000_000n));

  // The books of the first day hold them like any carried amount.
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex, { holdings });
});

it("a prize above what an hour or a day may pay is held back, and the others are paid", async () => {
  world = await startWorld({
    rules: { dayLimits: { totalLovelace: 320_000_000n, hourlyLovelace: 400_000_000n } },
    players: [
      { tokens: 450n, plays: true },
      { tokens: 190n, plays: true },
      { tokens: 180n, plays: true },
      { tokens: 130n, plays: true },
      { tokens: 50n, plays: true },
    ],
  });
  const dayIndex = await pastFirstDay();
  const { lines, batches } = await verifyDay(world, dayIndex);
  const told = world.players.map(({ wallet }) => lines.find(({ address }) => address === wallet.address)?.reason);
  // 450 ADA pass the hour. 190 are paid; 180 would pass the day's 320; 130 fit exactly; 50 no longer.
  expect(told).toEqual(["over-limit", "payable", "over-limit", "payable", "over-limit"]);
  expect(batches.map(({ totalLovelace }) => totalLovelace)).toEqual([320_000_000n]);
});
