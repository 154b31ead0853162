import type { Page } from "@playwright/test";
import { checkLook, PHONE } from "../fixtures/check-look";

export const SCHEMES = ["light", "dark"] as const;

/** Checks the rules that a machine can check, in either colour scheme, and sideways scrolling on a phone. */
export async function expectWellMade(page: Page, path: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(path);
    await checkLook(page, `${path} in ${colorScheme}`);
  }
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  await checkLook(page, `${path} on a phone`);
  if (before) await page.setViewportSize(before);
}

/** Amounts are set with thin and unbreakable spaces; this replaces them. */
export function plain(text: string | null): string {
  return (text ?? "").replace(/[\u00a0\u202f]/g, " ");
}

/** "1234.528007" as on the pages: "1 234.528007 ADA". */
export function adaText(lovelace: string): string {
  const size = BigInt(lovelace);
  const whole = (size / 1_000_000n).toString().replace(/\B(?=(\d{3})+$)/g, " ");
  const places = (size % 1_000_000n).toString().padStart(6, "0").replace(/0000$/, "");
  return `${whole}.${places} ADA`;
}
