// The rules of the house that no linter checks. Problems go to stderr. The last line on stdout is a JSON object with
// every figure. The exit code says whether all is well.
import { checkCasts } from "./house/casts.mjs";
import { checkCitations } from "./house/citations.mjs";
import { checkFileSizes } from "./house/file-sizes.mjs";
import { readTracked } from "./house/files.mjs";
import { checkForms } from "./house/forms.mjs";
import { checkKnots } from "./house/knots.mjs";
import { checkLineWidths } from "./house/line-widths.mjs";
import { checkLock } from "./house/lock-entries.mjs";
import { checkParameters } from "./house/parameters.mjs";
import { checkSourceLines } from "./house/source-lines.mjs";
import { checkStops } from "./house/stops.mjs";
import { root } from "./lib.mjs";

const CHECKS = [
  checkFileSizes,
  checkSourceLines,
  checkParameters,
  checkCasts,
  checkKnots,
  checkCitations,
  checkStops,
  checkLineWidths,
  checkLock,
  checkForms,
];

const files = readTracked(root);
const figures = {};
let ok = true;
for (const check of CHECKS) {
  const found = check(files);
  Object.assign(figures, found.figures);
  console.error(
    Object.entries(found.figures)
      .map(([name, value]) => `${name}: ${value}`)
      .join(", "),
  );
  for (const problem of found.problems) console.error(`  ${problem}`);
  ok &&= found.problems.length === 0;
}
console.log(JSON.stringify({ ok, ...figures }));
process.exitCode = ok ? 0 : 1;
