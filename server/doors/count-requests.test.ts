import { expect, test } from "vitest";
import { countRequests } from "./count-requests";

const MINUTE_MS = 60_000;

test("requests are counted by their minute; what has failed is our fault alone", async () => {
  const written: unknown[] = [];
  const count = countRequests(async (minutes) => void written.push(...minutes));
  count.add("pages", 200, 5);
  count.add("api", 503, MINUTE_MS - 1);
  count.add("console", 429, MINUTE_MS);
  for (const door of ["files", "streams", "health"] as const) count.add(door, 500, 5);
  await count.store();
  await count.store();
  expect(written).toEqual([
    { minute: new Date(0), requests: 2, errors: 1 },
    { minute: new Date(MINUTE_MS), requests: 1, errors: 0 },
  ]);
});

test("while nothing can be written, counts are kept with what comes meanwhile, for an hour", async () => {
  let isAway = true;
  const written: { minute: Date; requests: number }[] = [];
  const count = countRequests(async (minutes) => {
    count.add("api", 200, 5);
    if (isAway) throw new Error("away");
    written.push(...minutes);
  });
  count.add("api", 200, 5);
  await expect(count.store()).rejects.toThrow("away");
  isAway = false;
  await count.store();
  expect(written).toMatchObject([{ requests: 2 }]);
  for (let minute = 0; minute < 100; minute++) count.add("api", 200, minute * MINUTE_MS);
  written.length = 0;
  await count.store();
  expect(written).toHaveLength(60);
});
