// Checks that cited files exist, and headings after a document's name, as in `CONTRIBUTING.md, "Tests"`.
import path from "node:path";
import { isMarkdown, isScript } from "./files.mjs";
import { withoutLiterals } from "./syntax.mjs";

const EXTENSIONS = "ts|tsx|mjs|cjs|ak|md|json|sql|css|toml|ya?ml";
/** A path, also with `*` and `{a,b}` as in a shell. Text after a slash, an @ or the like belongs to something else. */
const NAME = "(?:[\\w.*[\\]-]|\\([\\w-]+\\)|\\{[\\w,.*-]+\\})+";
const PATH = `(?<![\\w@/.~$:<>{}*-])(?:@/)?((?:${NAME}/)*${NAME}\\.(?:${EXTENSIONS}))(?![\\w/*-]|\\.\\w)`;
const CITATION = new RegExp(`${PATH}(?:\`?,\\s+"([^"]+)")?`, "g");

export function checkCitations(files) {
  const known = new Map(files.map((file) => [file.path, file]));
  let citations = 0;
  const problems = files.flatMap((file) =>
    [...proseOf(file).matchAll(CITATION)].flatMap(([, cited, heading]) => {
      if (!looksLikePath(cited)) return [];
      citations++;
      const found = findFile(known, file, cited);
      if (!found) return [`${file.path} cites ${cited}, which does not exist`];
      if (!heading || !isMarkdown(found) || headingsOf(found).has(plain(heading))) return [];
      return [`${file.path} cites ${cited}, "${plain(heading)}", a heading that it does not have`];
    }),
  );
  return { figures: { citations, brokenCitations: problems.length }, problems };
}

/** A source or document may be cited by its name. One letter (`x.test.ts`) stands for any name. */
const looksLikePath = (cited) =>
  !cited.startsWith("node_modules/") && (cited.includes("/") || /^\w\w.*\.(md|tsx?|mjs|ak)$/.test(cited));

/** By path from the root or from the citing file's folder; a source's name alone is enough. */
function findFile(known, file, cited) {
  if (!/\/|\.md$/.test(cited)) return [...known.values()].find((other) => other.path.split("/").at(-1) === cited);
  const beside = path.posix.join(path.posix.dirname(file.path), cited);
  for (const candidate of [path.posix.normalize(cited), beside]) {
    if (known.has(candidate)) return known.get(candidate);
    if (!/[*{]/.test(candidate)) continue;
    const pattern = globToPattern(candidate);
    for (const [name, other] of known) if (pattern.test(name)) return other;
  }
  return null;
}

function globToPattern(glob) {
  const source = glob
    .replace(/[.()[\]]/g, "\\$&")
    .replace(/\*\*\/|\*/g, (stars) => (stars === "*" ? "[^/]*" : "(.*/)?"))
    .replace(/\{([^}]*)\}/g, (_, names) => `(${names.replaceAll(",", "|")})`);
  return new RegExp(`^${source}$`);
}

function headingsOf(file) {
  return new Set([...file.text.matchAll(/^#+ +(.+?) *$/gm)].map(([, heading]) => plain(heading)));
}

const plain = (text) => text.replaceAll("`", "").replace(/\s+/g, " ").trim();

/** The whole of a document, the comments of a source, each a run of text. */
function proseOf(file) {
  if (isMarkdown(file)) return file.text;
  if (isScript(file)) return commentsIn(withoutLiterals(file));
  return /\.(ak|css)$/.test(file.path) ? commentsIn(file.text) : "";
}

function commentsIn(code) {
  return (code.match(/\/\*[\s\S]*?\*\/|\/\/.*/g) ?? [])
    .map((comment) => comment.replace(/^ *\/[/*]+|\*\/$|^ *\*/gm, " "))
    .join("\n");
}
