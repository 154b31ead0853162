import { expect, it } from "vitest";
import { checkKnots } from "./knots.mjs";

const file = (name: string, text: string) => ({ path: `server/services/${name}.ts`, text });

it("finds folders that import each other, types included", () => {
  const { figures, problems } = checkKnots([
    file("day/a", 'import { b } from "../payout/b";'),
    file("payout/b", 'import type { A } from "@/server/services/day/a";'),
  ]);
  expect(figures).toEqual({ knotsOfServices: 1 });
  expect(problems[0]).toMatch(/^knot: day\/ -> payout\/ -> day\//);
});

it("finds a longer way back, through a file beside the folders", () => {
  const { problems } = checkKnots([
    file("day/a", 'export * from "../clock";'),
    file("clock", 'const b = () => import("./scan/b");'),
    file("scan/b", 'type A = import("../day/a").A;'),
  ]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain("day/ -> clock -> scan/ -> day/");
});

it("accepts an order, whatever tests import", () => {
  const { problems } = checkKnots([
    file("day/a", 'import "../scan/b"; import "./c";'),
    file("scan/b.test", 'import "../day/a";'),
    file("testing/d", 'import "../day/a";'),
  ]);
  expect(problems).toEqual([]);
});
