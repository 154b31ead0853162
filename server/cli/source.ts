import { inspectSource } from "@/server/chain/sources/open-sources";
import { readTextFile } from "@/server/files/read-text";
import { runCommand, usageError } from "./command";
import { compare } from "./source/compare";

const USAGE = `npm run source -- inspect [--url URL] [--project-id-file FILE]
npm run source -- compare --block HEIGHT [--plays-from HEIGHT] [--witness NAME]

inspect asks a chain source for everything that the product ever asks for, and says what it can do and what it lacks. Bytes that
are no transaction are sent to tx/submit; nothing else is written. Ends with 1 where something is missing that the
product needs.

  --url URL               a Blockfrost-compatible server (default BLOCKFROST_URL)
  --project-id-file FILE  a file with its key, if it wants one (default BLOCKFROST_PROJECT_ID)

compare holds what was read, on DATABASE_URL or the embedded database, against another chain source: holdings and supply
at a block, and what was played up to it. Changes nothing. The last line is JSON with ok, figures, and the first
differences with both sides. Ends with 1 where they differ, or where the other source cannot be compared with now.

  --block HEIGHT          a block that was read
  --plays-from HEIGHT     plays from there on (default: of the day's length before the block)
  --witness NAME          a source of SOURCES (default: the first of another kind)`;

const OPTIONS = {
  url: { type: "string" },
  "project-id-file": { type: "string" },
  block: { type: "string" },
  "plays-from": { type: "string" },
  witness: { type: "string" },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const verb = positionals.join(" ");
  if (verb === "compare") return compare(values);
  if (verb !== "inspect") throw usageError("Say inspect or compare: nothing else is done with a source.");
  const url = values.url ?? process.env.BLOCKFROST_URL;
  if (!url) throw usageError("--url is missing, and BLOCKFROST_URL is not set.");
  const file = values["project-id-file"];
  const projectId = file ? (await readTextFile(file)).trim() : process.env.BLOCKFROST_PROJECT_ID;
  const inspection = await inspectSource({ BLOCKFROST_URL: url, BLOCKFROST_PROJECT_ID: projectId }, (route, status) =>
    console.error(`${route.padEnd(36)}${status}`),
  );
  const { ok, source, network, networkMagic, ranges, pageSize, problems } = inspection;
  console.error(`\n${source}: ${network ?? "unknown network"} (network magic ${networkMagic ?? "unknown"})`);
  console.error(`Pages          ${pageSize === null ? "too few entries to tell" : `of ${pageSize} entries`}`);
  console.error(`Ranges         of addresses ${ranges.addresses}, of assets ${ranges.assets}`);
  for (const problem of problems) console.error(`Missing        ${problem}`);
  console.log(JSON.stringify(inspection));
  process.exitCode = ok ? 0 : 1;
});
