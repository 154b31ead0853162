import { afterAll, beforeAll, describe, expect } from "vitest";
import { openRelay, type Relay } from "@/db/testing/relay";
import { newFundingWallet } from "@/server/devnet/funding";
import type { Devnet } from "@/server/devnet/start";
import { newTestWallet } from "@/server/testing/chain/wallet";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { IN_EVERY_DIALECT } from "@/server/testing/sources/dialects";
import { openAll, type SourceOf } from "@/server/testing/sources/share-world";
import { type Branch, type Forks, grow, readBranch, tellsTheFork } from "@/server/testing/sources/two-forks";

/*
 * Two servers of each kind behind one address, on two forks: none of them ever rolls back, so that nobody tells a
 * source that the blocks which it has read are of another fork than the answers that it gets now.
 */
const SERVERS = ["url", "koiosUrl", "graphqlUrl", "kupoUrl", "ogmiosUrl"] as const;

const world = {} as { of: SourceOf; facts: Forks };
const started: TestDevnet[] = [];
const relays: [(typeof SERVERS)[number], Relay][] = [];
let branches: { trunk: Branch; one: Branch; other: Branch };
let close: () => Promise<void>;

const turnTo = (devnet: Devnet | undefined) => {
  for (const [name, relay] of relays) relay.turn(devnet?.[name] ?? "");
};

beforeAll(async () => {
  // Blocks are the same where what is in them is.
  const options = {
    ...IN_EVERY_DIALECT,
    funding: newFundingWallet(),
    genesis: { systemStartMs: Date.UTC(2031, 4, 5) },
  };
  const [here, there] = [await startTestDevnet(options), await startTestDevnet(options)];
  started.push(here, there);
  for (const name of SERVERS) relays.push([name, await openRelay(here[name] ?? "")]);
  ({ of: world.of, close } = await openAll({
    ...here,
    ...Object.fromEntries(relays.map(([name, { url }]) => [name, url.replace(/\/$/, "")])),
  }));
  const payee = newTestWallet().address;
  const trunk = await grow(here, 2, payee);
  expect(await grow(there, 2, payee)).toEqual(trunk);
  branches = { trunk, one: await grow(here, 3), other: await grow(there, 4) };
  await readBranch(world.of, trunk, branches.one);
});
afterAll(async () => {
  await close?.();
  for (const [, relay] of relays) relay.close();
  for (const devnet of started) await devnet.stop();
});

describe("the answers are those of another fork", () => {
  beforeAll(async () => {
    const { trunk, one, other } = branches;
    turnTo(started[1]);
    world.facts = { trunk, left: one, taken: other };
  });
  tellsTheFork(world);
});

describe("and then of the first again", () => {
  beforeAll(async () => {
    const { trunk, one, other } = branches;
    await readBranch(world.of, trunk, other);
    turnTo(started[0]);
    world.facts = { trunk, left: other, taken: one };
  });
  tellsTheFork(world);
});
