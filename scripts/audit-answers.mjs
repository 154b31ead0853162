// What `npm audit --json` and `npm audit signatures --json` said, in our words.

const AWAY =
  "The registry has no audit endpoint, or cannot be reached. Run this where npm reaches a registry that has one, " +
  "such as npm's own: npm config get registry";

/** Known weaknesses, a line each. `problem` says why there is no answer; null if there is one. */
export function readAudit(text) {
  const { vulnerabilities } = readJson(text);
  if (!isObject(vulnerabilities)) return { problem: AWAY, lines: [] };
  const lines = Object.entries(vulnerabilities).map(([name, { severity, via = [], fixAvailable }]) => {
    const titles = via.flatMap((advisory) => (typeof advisory === "string" ? `by ${advisory}` : advisory.title));
    return `${severity}: ${name}: ${titles.join("; ")}.${fixAvailable ? " There is a version without it." : ""}`;
  });
  return { problem: null, lines };
}

/** Packages that the registry did not sign, or whose signature is wrong, a line each. */
export function readSignatures(text) {
  const { invalid, missing } = readJson(text);
  if (!Array.isArray(invalid) || !Array.isArray(missing)) {
    return { problem: "The registry's keys cannot be read, so that no signature was checked.", lines: [] };
  }
  const line = (what) => (row) => `${what}: ${row.name}@${row.version}`;
  return { problem: null, lines: [...invalid.map(line("wrong signature")), ...missing.map(line("no signature"))] };
}

const isObject = (value) => typeof value === "object" && value !== null;

function readJson(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
