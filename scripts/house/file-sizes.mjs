// How long files are.
import { isSource, linesOf } from "./files.mjs";

const MEDIAN = 65;
const NINE_TENTHS = 140;
const LONGEST = 300;

export function checkFileSizes(files) {
  const sizes = files
    .filter(isSource)
    .map((file) => ({ path: file.path, lines: linesOf(file).length }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share) => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;
  const figures = {
    files: sizes.length,
    medianLines: at(0.5),
    ninetyPercentLines: at(0.9),
    longestLines: at(1),
  };
  const problems = sizes
    .filter(({ lines }) => lines > LONGEST)
    .map(({ path, lines }) => `${path} has ${lines} lines; the most is ${LONGEST}`);
  if (figures.medianLines > MEDIAN)
    problems.push(`the median file has ${figures.medianLines} lines; the most is ${MEDIAN}`);
  if (figures.ninetyPercentLines > NINE_TENTHS)
    problems.push(`90 % of the files have up to ${figures.ninetyPercentLines} lines; the most is ${NINE_TENTHS}`);
  if (sizes.length === 0) problems.push("no file was seen");
  return { figures, problems };
}
