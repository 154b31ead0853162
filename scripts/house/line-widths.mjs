// Lines wider than the format, where no formatter wraps them: comments, contract sources, prose.
import { isMarkdown, isScript, isSource } from "./files.mjs";
import { withoutLiterals } from "./syntax.mjs";

/** As in biome.json. */
const MOST = 120;

export function checkLineWidths(files) {
  const problems = files.flatMap((file) => {
    const [most, lines] = measured(file);
    return lines.flatMap((line, index) => {
      const width = [...line.replace(/https?:\/\/[^\s)"'`]+/g, "")].length;
      return width > most ? [`${file.path}:${index + 1} is ${width} columns wide; the most is ${most}`] : [];
    });
  });
  return { figures: { wideLines: problems.length }, problems };
}

/** The lines that count, without what cannot be broken: strings, patterns, tables, blocks of code. */
function measured(file) {
  if (isMarkdown(file)) return [MOST, proseOf(file.text).split("\n")];
  if (!isSource(file)) return [MOST, []];
  if (isScript(file)) return [MOST, withoutLiterals(file).replaceAll("\0", "").split("\n")];
  return [MOST, file.text.split("\n").map((line) => line.replace(/(?<!\/\/.*)"(\\.|[^"\\])*"/g, ""))];
}

function proseOf(markdown) {
  return markdown
    .replace(/^( *)```[\s\S]*?^\1```/gm, (block) => block.replace(/[^\n]/g, ""))
    .replace(/^(\|| {4}).*/gm, "")
    .replace(/\]\([^)\s]+\)/g, "]");
}
