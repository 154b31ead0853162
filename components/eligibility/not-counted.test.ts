import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { NotCounted } from "./not-counted";
import type { Assessed } from "./verdict";

const prizeAsset = `${"ab".repeat(28)}504c4159`;

function shown(notCounted: Assessed["notCounted"], notCountedQuantity: bigint, address = "addr_test1mine"): string {
  const view = { notCounted, notCountedQuantity, address, terms: { prizeAsset } } as Partial<Assessed> as Assessed;
  return renderToStaticMarkup(createElement(NotCounted, { view })).replace(/\u202f/g, " ");
}

it("tokens that a script holds at the address that was entered are shown at once, with the reason and what to do", () => {
  const unresolved = { reason: "script", text: "A script holds them." } as const;
  const html = shown([{ address: "addr_test1mine", quantity: 250n, unresolved }], 250n);
  expect(html).toContain("250 PLAY of this wallet do not count");
  expect(html).toContain("the address you entered");
  expect(html).toContain("A script holds them.");
  expect(html).toContain("move them to a regular address");
  expect(html).not.toContain("<details");
});

it("shows nothing where all tokens count, and says so where more addresses hold some than are listed", () => {
  expect(shown([], 0n)).toBe("");
  const unresolved = { reason: "excluded-address", text: "Excluded." } as const;
  expect(shown([{ address: "addr_test1other", quantity: 5n, unresolved }], 9n)).toContain("The largest 1");
});
