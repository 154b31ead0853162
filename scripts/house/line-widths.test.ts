import { expect, it } from "vitest";
import { checkLineWidths } from "./line-widths.mjs";

const wide = "a ".repeat(61);
const problemsOf = (path: string, text: string) => checkLineWidths([{ path, text }]).problems;

it.each([
  ["a.ts", `// ${wide}`],
  ["a.tsx", `/**\n * ${wide}\n */`],
  ["a.ak", `/// "${wide}"`],
  ["a.css", `/* ${wide} */`],
  ["a.md", `${wide}${wide}`],
])("fails on a wide line in %s", (path, text) => {
  expect(problemsOf(path, text)).toHaveLength(1);
});

it.each([
  ["a.ts", `const a = "${wide}";\nconst b = \`${wide}\${c}${wide}\`;\n// https://host/${"a".repeat(120)}`],
  ["a.ak", `const a = @"${wide}"`],
  ["a.md", `| ${wide}${wide} |\n\n\`\`\`\n${wide}${wide}\n\`\`\`\n\n[a](https://host/${"a".repeat(120)})`],
  ["a.json", `"${wide}"`],
])("takes what cannot be broken in %s", (path, text) => {
  expect(problemsOf(path, text)).toEqual([]);
});
