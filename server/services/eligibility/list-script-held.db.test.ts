import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "@/db/testing/database";
import { makeAddress } from "@/server/domain/cardano/address";
import { RESOLVERS } from "@/server/domain/script-held/table";
import { runJob } from "@/server/jobs/run-job";
import { key } from "@/server/testing/domain/fixtures";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { listScriptHeld } from "./list-script-held";

const ASK = RESOLVERS[0]?.scripts[0] ?? "";
const ALLOWED = "a1".repeat(28);
const OTHER = "b2".repeat(28);
const at = (script: string, stake: number | null) =>
  makeAddress(0, { kind: "script", hash: script }, stake === null ? null : key(stake));
const fund = (address: string, quantity: bigint) => ({
  address,
  lovelace: 5_000_000n,
  assets: { [PRIZE_ASSET]: quantity },
});

let world: World;
beforeAll(async () => {
  world = await startWorld({
    rules: { allowedScripts: [ALLOWED] },
    funds: [
      fund(at(ASK, 71), 30n),
      fund(at(ASK, 72), 12n),
      fund(at(ALLOWED, 73), 20n),
      fund(at(ALLOWED, null), 4n),
      fund(at(OTHER, null), 24n),
    ],
  });
  await runJob(world.ctx, "scan");
});
afterAll(() => world.stop());

it("lists what each script holds, whatever stake part it has there, and what becomes of it", async () => {
  const { rows, scripts, quantity, block } = await listScriptHeld(world.ctx);
  expect({ scripts, quantity }).toEqual({ scripts: 3, quantity: 90n });
  expect(block.height).toBeGreaterThan(0);
  const known = { what: RESOLVERS[0]?.what, published: RESOLVERS[0]?.published };
  expect(rows).toEqual([
    { script: ASK, addresses: 2, quantity: 42n, counted: 0n, known },
    // Its owner at the address without a stake part is the script itself, which never plays.
    { script: ALLOWED, addresses: 2, quantity: 24n, counted: 20n, known: null },
    { script: OTHER, addresses: 1, quantity: 24n, counted: 0n, known: null },
  ]);
  expect(await listScriptHeld(world.ctx)).toEqual({ rows, scripts, quantity, block });
});

it("says that nothing has been read where that is so", async () => {
  const { db, drop } = await createTestDatabase();
  await expect(listScriptHeld({ ...world.ctx, db })).rejects.toMatchObject({ code: "unavailable" });
  await drop();
});
