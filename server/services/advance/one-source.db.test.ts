import { afterAll, beforeAll, expect, it } from "vitest";
import { chainHold, pool, poolSettings } from "@/db/schema";
import { encodeSettings } from "@/server/domain/contract/settings";
import { withValue } from "@/server/domain/rules/document";
import { runRound } from "@/server/jobs/run-job";
import { lookAtSecondOpinion } from "@/server/services/health/internal/look-at-second-opinion";
import { requirePool } from "@/server/services/pool/load-pool";
import { confirm } from "@/server/services/proposals/confirm";
import { newestDocument } from "@/server/services/proposals/newest-document";
import { propose } from "@/server/services/proposals/propose";
import { addPerson } from "@/server/testing/services/add-person";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { stepToState } from "@/server/testing/services/steps";
import { startWitness, withWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { findReportFacts } from "../reports/find-report";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The pool's settings name this network. Its only source goes on to say that it follows a devnet. */
async function nameNetwork(network: string): Promise<void> {
  const { db } = world.ctx;
  const live = await requirePool(db);
  const settings = encodeSettings({ ...live.settings, network });
  const { settingsHash } = live.datum;
  await db.insert(poolSettings).values({ settingsHash, settings }).onConflictDoUpdate({
    target: poolSettings.settingsHash,
    set: { settings },
  });
  await db.update(pool).set({ settings });
}

it("mainnet prepares no day with one source, nor with two of a kind, until two people accept that; the report names them", async () => {
  const { ctx, firstDay } = world;
  await stepToState(world, firstDay, "CHECKED");
  const { network } = (await requirePool(ctx.db)).settings;
  await nameNetwork("mainnet");
  // The devnet's blocks are of another year: two people have accepted that this chain stands still.
  const released = { heldAt: new Date(), releasedAt: new Date(), troubles: [], accepted: ["stalled"] };
  await ctx.db.insert(chainHold).values(released);
  // As deep as mainnet wants a snapshot to be.
  await world.control.mine(36);
  expect((await runRound(ctx)).advance).toMatchObject({
    result: "needs-human",
    detail: expect.stringMatching(/more than one chain source/),
  });
  const second = withWitness(world, startWitness(world, "blockfrost"));
  expect((await runRound(second.ctx)).advance).toMatchObject({ result: "needs-human" });
  expect(await stateOf(world, firstDay)).toBe("CHECKED");
  // Mainnet wants other depths than a test has time for.
  await nameNetwork(network);
  const field = "singleSourceAcceptedBy";
  const document = withValue((await newestDocument(ctx.db, "operations")).document, field, ["Ann", "Ben"]);
  const [ann, ben] = [await addPerson(ctx.db, "Ann", "admin"), await addPerson(ctx.db, "Ben", "admin")];
  const draft = { kind: "operations", document, fromDay: null } as const;
  const proposed = await propose(ctx, { draft, userId: ann, reason: "There is no second source yet." });
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.problems));
  // Reports name those who accepted it, so nobody agrees in another's name.
  const cid = await addPerson(ctx.db, "Cid", "admin");
  const agree = (userId: string) => confirm(ctx, { kind: "operations", hash: proposed.hash, userId });
  await expect(agree(cid)).rejects.toThrow("accepted by Ann and Ben, but those who agree are Ann and Cid");
  await agree(ben);
  await nameNetwork("mainnet");
  await stepToState(world, firstDay, "PREVIEW");
  const { reportHash } = await dayOf(world, firstDay);
  expect((await findReportFacts(ctx.db, reportHash ?? ""))?.declared).toMatchObject({
    source: { name: "devnet", kind: "blockfrost" },
    secondOpinion: { kind: "none", acceptedBy: ["Ann", "Ben"] },
  });
  expect(await lookAtSecondOpinion(ctx)).toMatchObject([
    { state: "ok", fact: expect.stringMatching(/nobody confirms.*Accepted by Ann and Ben/) },
  ]);
  expect(await lookAtSecondOpinion({ ...ctx, others: [startWitness(world)] })).toMatchObject([
    { state: "ok", fact: expect.stringMatching(/^Koios is asked/) },
  ]);
});
