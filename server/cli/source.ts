import { SOURCE_NAMES } from "@/server/domain/source/names";
import { runCommand, usageError } from "./command";
import { compare } from "./source/compare";
import { inspect } from "./source/inspect";

const USAGE = `npm run source -- inspect [--kind NAME] [--url URL [--project-id-file FILE]]
npm run source -- compare --block HEIGHT [--plays-from HEIGHT] [--witness NAME]

inspect asks each chain source of the environment for everything that the product ever asks it for, and says what it can
do and what it lacks: bytes (without them it is never read from), submission, ranges, holdings. To servers of Blockfrost's
family bytes that are no transaction are sent; nothing else is written. The protocol parameters that sources tell are
compared: an old server may tell old ones. The last line is one JSON object: ok, differences of parameters, and sources
in their order. Ends with 1 where one of them lacks something that it is used for, or tells other parameters.

  --kind NAME             only this one: ${SOURCE_NAMES.join(", ")}
  --url URL               instead of the environment's, a Blockfrost-compatible server
  --project-id-file FILE  a file with its key, if it wants one (default BLOCKFROST_PROJECT_ID)

compare holds what was read, on DATABASE_URL or the embedded database, against another chain source: holdings and supply
at a block, and what was played up to it. Changes nothing. The last line is JSON with ok, figures, and the first
differences with both sides. Ends with 1 where they differ, or where the other source cannot be compared with now.

  --block HEIGHT          a block that was read
  --plays-from HEIGHT     plays from there on (default: of the day's length before the block)
  --witness NAME          a source of SOURCES (default: the first of another kind)`;

const OPTIONS = {
  kind: { type: "string" },
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
  return inspect(values);
});
