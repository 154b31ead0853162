import { expect, it } from "vitest";
import { checkCitations } from "./citations.mjs";

const guide = { path: "docs/GUIDE.md", text: "# Guide\n\n## The `first` step\n" };

function problemsOf(path: string, text: string): string[] {
  return checkCitations([guide, { path, text }]).problems;
}

it("fails on a file or a heading that does not exist", () => {
  expect(problemsOf("a.ts", "// See docs/OTHER.md.")).toEqual(["a.ts cites docs/OTHER.md, which does not exist"]);
  expect(problemsOf("a.ak", "/// see gone.ak")).toEqual(["a.ak cites gone.ak, which does not exist"]);
  expect(problemsOf("README.md", "`lib/{a,b}.ts` and lib/*.ak")).toHaveLength(2);
  expect(problemsOf("a.ts", '/**\n * (docs/GUIDE.md,\n * "Last step")\n */')).toEqual([
    'a.ts cites docs/GUIDE.md, "Last step", a heading that it does not have',
  ]);
});

it("accepts what exists, from the root or beside the citing file", () => {
  expect(
    problemsOf("docs/a.ts", '/** GUIDE.md, "The first\n * step"; docs/*.md, docs/{a,b}.ts, a.ts, x.ts */'),
  ).toEqual([]);
});

it("reads comments only, and takes nothing else for a path", () => {
  const text = 'const a = "docs/gone.md"; // https://host/docs/gone.md, /days/1/report.json, @scope/pkg/gone.json';
  expect(problemsOf("a.ts", text)).toEqual([]);
});
