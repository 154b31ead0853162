import { afterAll, beforeAll, expect, it } from "vitest";
import { followed, participation } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Play } from "@/server/domain/participation/play";
import { compareText } from "@/server/domain/text-order";
import { DAY_MS, hashOf, testRules, txHash } from "@/server/testing/domain/fixtures";
import { tallyPlays } from "@/server/testing/domain/tally-plays";
import { gameSubject } from "../followed/followed";
import { addIdentities } from "../scan/internal/dictionary";
import { participationAt, playCountsAt } from "./read-snapshot";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const rules = testRules({ participation: { ...testRules().participation, windowDays: 3 } });
const plays = Array.from({ length: 60 }, (_, index): Play => {
  const height = (index * 7) % 20;
  return {
    txHash: txHash((index * 37) % 101),
    height,
    timeMs: height * DAY_MS,
    identity: `key:${hashOf(index % 5)}`,
    lovelace: BigInt(index) * 10n ** 15n,
  };
});

it("the database sums plays as the domain does; what became known later, or is not known, does not count", async () => {
  const { db } = database;
  const [game] = await db
    .insert(followed)
    .values({ kind: "game", subject: gameSubject(rules), readHeight: 20 })
    .returning();
  await addIdentities(
    db,
    plays.map(({ identity }) => identity),
  );
  const names = new Map((await db.query.identity.findMany()).map(({ id, text }) => [text, id]));
  const row = ({ identity, ...play }: Play, knownHeight: number | null) => ({
    ...play,
    ruleId: game?.id ?? 0,
    identityId: names.get(identity) ?? null,
    knownHeight,
  });
  const late = { ...(plays[0] as Play), txHash: txHash(500), height: 2 };
  const waiting = { ...late, txHash: txHash(501) };
  await db.insert(participation).values([...plays.map((play) => row(play, play.height)), row(late, 18)]);
  await db.insert(participation).values({ ...row(waiting, null), identityId: null, reason: "waiting" });

  const sumUp = async (height: number) =>
    (await participationAt(db, { height, dayIndex: 17, intervalMs: DAY_MS, rules })).sort((a, b) =>
      compareText(a.identity, b.identity),
    );
  const until = (height: number, more: readonly Play[] = []) =>
    tallyPlays([...plays.filter((play) => play.height <= height), ...more], 15 * DAY_MS);
  expect(await sumUp(17)).toEqual(until(17));
  expect(await sumUp(18)).toEqual(until(18, [late]));
  for (const height of [17, 18]) {
    const counts = await playCountsAt(db, { height, dayIndex: 17, intervalMs: DAY_MS, rules });
    const told = (await sumUp(height)).map(({ identity, plays, playsInWindow }) => ({
      identity,
      plays,
      playsInWindow,
    }));
    expect(counts.sort((a, b) => compareText(a.identity, b.identity))).toEqual(told);
  }
});
