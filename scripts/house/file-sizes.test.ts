import { expect, it } from "vitest";
import { checkFileSizes } from "./file-sizes.mjs";

const file = (path: string, lines: number) => ({ path, text: "a\n".repeat(lines) });

it("fails on a long file, a high median and a high ninth decile", () => {
  const long = Array.from({ length: 8 }, (_, index) => file(`${index}.ts`, 141));
  expect(checkFileSizes([...long, file("a.tsx", 20), file("b.ak", 301)]).problems).toEqual([
    "b.ak has 301 lines; the most is 300",
    "the median file has 141 lines; the most is 65",
    "90 % of the files have up to 141 lines; the most is 140",
  ]);
});

it("fails if it sees nothing", () => {
  expect(checkFileSizes([file("db/migrations/1.ts", 5), file("a.sql", 900)]).problems).toEqual(["no file was seen"]);
});
