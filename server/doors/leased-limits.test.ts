import { RateLimiterMemory } from "rate-limiter-flexible";
import { expect, it } from "vitest";
import { leasedLimits } from "./leased-limits";
import type { OpenStore } from "./leases";
import { LIMITS, takeForNetworks } from "./limits";
import { networksOf } from "./networks";

/** One store for all instances of a test, and how often it was asked. */
function sharedStore() {
  const stores = new Map<string, RateLimiterMemory>();
  let statements = 0;
  const open: OpenStore = (keyPrefix, { calls: points, seconds: duration }) => {
    const store = stores.get(keyPrefix) ?? new RateLimiterMemory({ keyPrefix, points, duration });
    stores.set(keyPrefix, store);
    return {
      consume: (key, calls) => {
        statements++;
        return store.consume(key, calls);
      },
    };
  };
  return { open, statements: () => statements };
}

/** How many of so many calls at once may be made. */
async function passed(limits: ReturnType<typeof leasedLimits>, count: number, key = "203.0.113.7"): Promise<number> {
  const waits = await Promise.all(Array.from({ length: count }, () => limits.take("api", key)));
  return waits.filter((seconds) => seconds === 0).length;
}

const { calls } = LIMITS.api;

it("lets pass exactly the limit in one instance, however many come at once, for a statement in ten blocks", async () => {
  const store = sharedStore();
  expect(await passed(leasedLimits(store.open), 5_000)).toBe(calls);
  expect(store.statements()).toBe(10);
});

it("instances share a limit, but for a block of each", async () => {
  const store = sharedStore();
  const instances = [1, 2, 3].map(() => leasedLimits(store.open));
  const all = await Promise.all(instances.map((limits) => passed(limits, calls)));
  const sum = all.reduce((total, each) => total + each, 0);
  expect(sum).toBeGreaterThanOrEqual(calls);
  expect(sum).toBeLessThanOrEqual(calls + 2 * (calls / 10));
});

it("refuses from memory until the window ends, and says when that is", async () => {
  const store = sharedStore();
  let now = 1_000_000;
  const limits = leasedLimits(store.open, { nowMs: () => now });
  await passed(limits, calls + 1);
  const asked = store.statements();
  expect(await passed(limits, 1_000)).toBe(0);
  expect(store.statements()).toBe(asked);
  const seconds = await limits.take("api", "203.0.113.7");
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(LIMITS.api.seconds);
  now += LIMITS.api.seconds * 1_000;
  expect(await limits.take("api", "203.0.113.7")).toBe(0);
});

it("callers who ask seldom cost no statement, and a hundred thousand of them no memory", async () => {
  const store = sharedStore();
  const limits = leasedLimits(store.open, { mostKeys: 1_000 });
  for (let caller = 0; caller < 100_000; caller++) await limits.take("pages", `${caller}`);
  expect(store.statements()).toBe(0);
});

it("counts a /64 as one caller, and the /64 of a site together with a larger limit", async () => {
  const limits = leasedLimits(sharedStore().open);
  const pass = async (address: string) => (await takeForNetworks(limits, "api", networksOf(address))) === 0;
  let one = 0;
  for (let host = 1; host <= 2 * calls; host++) if (await pass(`2001:db8:1:1::${host.toString(16)}`)) one++;
  expect(one).toBe(calls);
  let site = one;
  for (let net = 2; net <= 20; net++) {
    for (let call = 0; call < calls; call++) if (await pass(`2001:db8:1:${net.toString(16)}::1`)) site++;
  }
  expect(site).toBe(4 * calls);
  expect(await pass("2001:db8:2::1")).toBe(true);
});
