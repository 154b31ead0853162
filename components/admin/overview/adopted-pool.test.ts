import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { PoolInWords } from "@/server/domain/contract/pool-in-words";
import { AdoptedPool } from "./adopted-pool";

const FACTS: PoolInWords["facts"] = [
  ["Pool", "ab".repeat(28)],
  ["Approvers", "2 of 3 must sign"],
  ["  0", "cd".repeat(32)],
  ["Gov. script", "was in abab#1, which was spent"],
];
const render = (words: PoolInWords) => renderToStaticMarkup(createElement(AdoptedPool, { words }));

it("every fact stands on the page, with its name, and every fault before them", () => {
  const html = render({ facts: FACTS, faults: ["It was spent. Make new ones.", "<b>One key</b> is lost."] });
  for (const [label, value] of FACTS) {
    expect(html).toContain(`>${label.trim()}</dt>`);
    expect(html).toContain(`>${value}</dd>`);
  }
  expect(html).toContain("2 things to know");
  expect(html.indexOf("It was spent. Make new ones.")).toBeLessThan(html.indexOf(">Pool</dt>"));
  // What a stranger put into a pool is text, never markup.
  expect(html).toContain("&lt;b&gt;One key&lt;/b&gt; is lost.");
});

it("without faults no warning stands there", () => {
  expect(render({ facts: FACTS, faults: [] })).not.toMatch(/thing.? to know/);
});
