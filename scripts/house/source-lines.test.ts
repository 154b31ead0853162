import { expect, it } from "vitest";
import { checkSourceLines } from "./source-lines.mjs";

it("fails above the bound, without tests", () => {
  const files = ["a.ts", "a.test.ts", "b/testing/a.ts", "e2e/a.ts", "a.md", "b.ak"].map((path) => ({
    path,
    text: "a\nb\n",
  }));
  expect(checkSourceLines(files, 4)).toEqual({ figures: { sourceLines: 4 }, problems: [] });
  expect(checkSourceLines(files, 3).problems).toEqual(["4 lines of source; the most is 3"]);
});
