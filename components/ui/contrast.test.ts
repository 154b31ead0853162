import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Scheme = "light" | "dark";

/** The plain colour tokens of theme.css: name to its two hex values. */
function readTokens(): Map<string, Record<Scheme, string>> {
  const css = readFileSync(new URL("../../app/theme.css", import.meta.url), "utf8");
  const found = css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return new Map([...found].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
}

/** Relative luminance of an sRGB colour: WCAG 2.2, "relative luminance". */
function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio": 1 to 21. */
function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const GROUNDS = ["canvas", "surface", "sunken", "overlay", "hover"];
const TEXTS = ["ink", "muted", "faint", "accent", "well", "waiting", "stopped", "info"];
const MEANINGS = ["well", "waiting", "stopped", "info"];

/** SC 1.4.3: text on its background. */
const TEXT_PAIRS: readonly (readonly [string, string])[] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)),
  ...MEANINGS.map((meaning) => [meaning, `${meaning}-soft`] as const),
  ...MEANINGS.map((meaning) => ["ink", `${meaning}-soft`] as const),
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-stopped", "stopped"],
  ["on-stopped", "stopped-hover"],
  ["canvas", "ink"],
  ["surface", "well"],
];

/** SC 1.4.11: edges of controls, focus rings and drawings on their background. */
const GRAPHIC_PAIRS = ["line-strong", "focus", "chart"].flatMap((mark) =>
  GROUNDS.map((ground) => [mark, ground] as const),
);

const tokens = readTokens();
function colour(name: string, scheme: Scheme): string {
  const value = tokens.get(name)?.[scheme];
  if (!value) throw new Error(`theme.css has no token --${name} of the form light-dark(#rrggbb, #rrggbb)`);
  return value;
}

/** The pairs that fall short, with their ratio. */
function findBelow(least: number, pairs: readonly (readonly [string, string])[], scheme: Scheme): string[] {
  return pairs
    .map(([front, ground]) => ({
      front,
      ground,
      ratio: contrastOf(colour(front, scheme), colour(ground, scheme)),
    }))
    .filter(({ ratio }) => ratio < least)
    .map(({ front, ground, ratio }) => `${front} on ${ground}: ${ratio.toFixed(2)}`);
}

describe("contrast of the colour tokens", () => {
  it("computes the ratios that WCAG gives as examples", () => {
    expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  for (const scheme of ["light", "dark"] as const) {
    it(`${scheme}: every text is readable on its background (4.5)`, () => {
      expect(findBelow(4.5, TEXT_PAIRS, scheme)).toEqual([]);
    });
    it(`${scheme}: every edge, ring and bar is visible on its background (3)`, () => {
      expect(findBelow(3, GRAPHIC_PAIRS, scheme)).toEqual([]);
    });
  }

  it("gives every colour of the theme an existing token", () => {
    const css = readFileSync(new URL("../../app/theme.css", import.meta.url), "utf8");
    const used = [...css.matchAll(/--color-[a-z-]+: var\(--([a-z-]+)\);/g)].map(([, name]) => name ?? "");
    const defined = new Set([...css.matchAll(/^ {2}--([a-z-]+): light-dark\(/gm)].map(([, name]) => name));
    expect(used.length).toBeGreaterThan(25);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });
});
