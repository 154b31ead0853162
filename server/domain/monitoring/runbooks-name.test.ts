import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** Somebody alone at night types what a runbook says: what it names has to be there. */
const document = readFileSync("RUNBOOKS.md", "utf8");
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

const codes = [...document.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll(/\s+/g, " "));
const commands = [...new Set(codes.filter((code) => code.startsWith("npm run ")))];
const pages = [...new Set(codes.filter((code) => /^\/(admin|days|status|eligibility|docs|api)\b/.test(code)))];
const chapters = [...document.matchAll(/OPERATIONS\.md,\s+"([^"]+)"/g)].map(([, name = ""]) => name);

/** What a command's file, and the folder of the same name, say of it: usage and options. */
function programOf(script: string): string {
  const [file] = scripts[script]?.match(/[\w/-]+\.(ts|mjs)/) ?? [];
  if (file === undefined) return "";
  const folder = file.replace(/\.\w+$/, "");
  const files = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  return [file, ...files.filter((name) => name.endsWith(".ts"))].map((name) => readFileSync(name, "utf8")).join("\n");
}

it.each(commands)("%s can be typed", (command) => {
  const [, , script = "", separator, ...given] = command.split(" ");
  const program = programOf(script);
  expect(program).not.toBe("");
  // npm keeps for itself whatever comes without it.
  if (separator !== undefined) expect(separator).toBe("--");
  const options = given.filter((word) => word.startsWith("--"));
  for (const option of options) expect(program).toMatch(new RegExp(`${option}\\b`));
  const [verb] = given;
  if (verb && !verb.startsWith("--")) expect(program).toMatch(new RegExp(`\\b${verb}\\b`));
});

it.each(pages)("the page %s is there", (page) => {
  const isThere = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${path.dirname(file).replaceAll(/\([^/]*\)\/?/g, "")}`)
    .some((route) => matches(route.split("/"), page.split("/")));
  expect(isThere).toBe(true);
});

function matches(route: readonly string[], page: readonly string[]): boolean {
  if (route.at(-1)?.includes("[...")) return matches(route.slice(0, -1), page.slice(0, route.length - 1));
  return route.length === page.length && route.every((step, place) => step.startsWith("[") || step === page[place]);
}

it.each([...new Set(chapters.map((name) => name.replaceAll(/\s+/g, " ")))])("OPERATIONS.md has %s", (name) => {
  expect(readFileSync("OPERATIONS.md", "utf8")).toMatch(new RegExp(`^#+ ${name}$`, "m"));
});

it("links lead to sections", () => {
  const links = [...document.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  const sections = [...document.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(links.filter((link) => !sections.includes(link))).toEqual([]);
  expect(links.length).toBeGreaterThan(0);
});
