import { generate } from "otplib";
import { expect, test } from "vitest";
import { newTotpSecret, stepOfCode } from "./totp";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NOW_MS = 1_800_000_000_000;
const STEP = NOW_MS / 30_000;
const codeOf = (steps: number) => generate({ secret: SECRET, epoch: (NOW_MS + steps * 30_000) / 1_000 });

test.each([-1, 0, 1])("a code %i steps from the time that is given counts", async (steps) => {
  expect(await stepOfCode(SECRET, await codeOf(steps), NOW_MS, null)).toBe(STEP + steps);
});

test.each([-3, -2, 2, 3])("a code %i steps away is of another time", async (steps) => {
  expect(await stepOfCode(SECRET, await codeOf(steps), NOW_MS, null)).toBeNull();
});

test("a step that was used counts no more, nor does one before it", async () => {
  for (const steps of [-1, 0]) expect(await stepOfCode(SECRET, await codeOf(steps), NOW_MS, STEP)).toBeNull();
  expect(await stepOfCode(SECRET, await codeOf(1), NOW_MS, STEP)).toBe(STEP + 1);
});

test.each([1, 2, 3, 1_000])("after the clock stepped back by %i steps, a code was used already", async (n) => {
  for (const steps of [-1, 0, 1]) expect(await stepOfCode(SECRET, await codeOf(steps), NOW_MS, STEP + n)).toBeNull();
});

test("secrets are 160 random bits", () => {
  const secrets = Array.from({ length: 100 }, newTotpSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
});
