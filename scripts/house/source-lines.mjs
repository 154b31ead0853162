// Lines of source, without tests and without these checks.
import { isSource, isTest, linesOf } from "./files.mjs";

/**
 * Lines at commit dad3853, by this rule. A commit that adds a capability raises it; one that moves or tidies does not.
 */
const MOST = 41_170;

export function checkSourceLines(files, most = MOST) {
  const lines = files
    .filter((file) => isSource(file) && !isTest(file) && !/^scripts\/(check-)?house/.test(file.path))
    .reduce((sum, file) => sum + linesOf(file).length, 0);
  const problems = lines > most ? [`${lines} lines of source; the most is ${most}`] : [];
  return { figures: { sourceLines: lines }, problems };
}
