import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Bars } from "./bars";
import { ChartFigure } from "./chart-figure";
import { maxOf, roundUpAxis, shareOf } from "./scale";
import { Sparkline } from "./sparkline";
import { TimeBars } from "./time-bars";

describe("scale", () => {
  it("gives shares of amounts beyond 2^53 lovelace", () => {
    expect(shareOf(45_000_000_000_000_000n, 90_000_000_000_000_000n)).toBe(0.5);
    expect(shareOf(3, 4)).toBe(0.75);
    expect([shareOf(-1n, 4n), shareOf(5n, 4n), shareOf(1, 0)]).toEqual([0, 1, 0]);
    expect(() => shareOf(1, 4n)).toThrow("all be numbers or all be bigints");
  });

  it("ends an axis on a round number", () => {
    expect([0, 1, 7, 310, 99_871, 0.3].map((max) => roundUpAxis(max))).toEqual([1, 1, 8, 400, 100_000, 0.3]);
    expect([0n, 7n, 11n, 310n].map((max) => roundUpAxis(max))).toEqual([1n, 8n, 12n, 400n]);
  });

  it("never ends an axis below the largest value, nor far above it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), (max) => {
        const top = roundUpAxis(max);
        expect(top >= max && top <= max * 2n).toBe(true);
      }),
    );
    expect([maxOf([]), maxOf([-3, -2]), maxOf([1n, 5n, 2n])]).toEqual([0, 0, 5n]);
  });
});

describe("charts as the server sends them", () => {
  const data = [
    { label: "Day 1", value: 120, text: "120 players" },
    { label: "Day 2", value: 0, text: "none" },
  ];

  it("ChartFigure shows its summary and has every figure in a table", () => {
    const figure = {
      rows: data,
      labelHeading: "Day",
      valueLabel: "Players",
      summary: "Fewer.",
      children: createElement(Bars, { data, formatAxis: String }),
    };
    const html = renderToStaticMarkup(createElement(ChartFigure, figure));
    expect(html).toContain("<figcaption");
    for (const text of ["Fewer.", "120 players", "none", 'scope="row"']) expect(html).toContain(text);
    expect(html.match(/<rect /g)).toHaveLength(2);
    expect(html).toMatch(/<rect [^>]*height="0"/);
  });

  it("TimeBars is a drawing and a table before any script runs, with exact amounts", () => {
    const html = renderToStaticMarkup(
      createElement(TimeBars, {
        data: [{ label: "2026-11-22", value: "9007199254740993" }],
        unit: "ada",
        labelHeading: "Day",
        valueLabel: "Paid",
        summary: "One day.",
      }),
    );
    expect(html).toContain("9\u202f007\u202f199\u202f254.740993 ADA");
    expect(html).toContain("<svg");
  });

  it("Sparkline breaks its line where nothing was measured and has a name", () => {
    const html = renderToStaticMarkup(
      createElement(Sparkline, { values: [1, 2, null, 3], summary: "Rising", target: 2 }),
    );
    expect(html).toContain('aria-label="Rising"');
    expect(html.match(/M\d/g)).toHaveLength(2);
    const empty = renderToStaticMarkup(createElement(Sparkline, { values: [null], summary: "Nothing yet" }));
    expect(empty).not.toMatch(/NaN|Infinity/);
  });
});
