import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { address as addressTable } from "@/db/schema";
import { addressText, addressToBytes } from "@/server/domain/cardano/address";
import { cborBytes } from "@/server/domain/cardano/write-cbor";
import { endNextDay, liveToState, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { checkEligibility } from "../eligibility/check-eligibility";
import { readOverview } from "../overview/read-overview";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await scan(world);
});
afterAll(() => world.stop());

/**
 * From before Babbage there are addresses with bytes after their end, of up to 78. No ledger of today makes one, so the
 * third player's, who only holds, is made one in all that was read.
 */
async function lengthenAddress(): Promise<string> {
  const { db } = world.ctx;
  const [, , idle] = world.players;
  const text = idle?.wallet.address ?? "";
  const long = addressText(Uint8Array.of(...addressToBytes(text), ...hexToBytes("00".repeat(21))));
  expect(addressToBytes(long)).toHaveLength(78);
  await db.update(addressTable).set({ text: long }).where(eq(addressTable.text, text));
  await db.execute(sql`update chain_transaction set outputs = replace(outputs, ${text}, ${long})`);
  const [bytes, longBytes] = [text, long].map((each) => cborBytes(bytesToHex(addressToBytes(each))));
  await db.execute(sql`update tx_bytes set bytes = replace(bytes, ${bytes}, ${longBytes})`);
  return long;
}

it("a holder at an address with trailing bytes is among the unresolved: the day is paid, and pages answer", async () => {
  const long = await lengthenAddress();
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
  const { unresolved } = await verifyDay(world, dayIndex);
  expect(unresolved).toContainEqual(
    expect.objectContaining({ address: long, quantity: 500n, reason: "not-an-address" }),
  );
  const [player] = world.players;
  const shown = await checkEligibility(world.ctx, { address: player?.wallet.address ?? "" });
  expect(shown).toBeTruthy();
  await expect(checkEligibility(world.ctx, { address: long })).rejects.toMatchObject({ code: "bad-input" });
  expect((await readOverview(world.ctx, { userId: crypto.randomUUID(), nowMs: Date.now() })).chain).toBeTruthy();
});
