import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startTestServer } from "@/db/testing/server";
import { inWords } from "@/server/cli/command";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { startWeb } from "../ways-out/web";
import { countRequests } from "./count-requests";
import { findKnownThings, withExamples } from "./known-things";
import { installSchemathesis, runSchemathesis } from "./schemathesis";

/*
 * `npm run fuzz:api [-- --seed N --examples N]`: schemathesis sends the public API of the production build, over two
 * paid days, what its document allows and what it does not, and compares every answer with the document. It waits where
 * it is told to (429). In words to stderr; one line of JSON to stdout. Exits with 1 where an answer differs from the
 * document.
 */

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, examples: { type: "string", default: "250" } },
});

const LEAST_REQUESTS = 5_000;

const directory = mkdtempSync(path.join(tmpdir(), "prize-fuzz-"));
const undo: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })];
const say = (text: string) => console.error(text);

async function fuzz(): Promise<{ ok: boolean; requests: number; failures: number }> {
  say("Installing schemathesis, unless it is there …");
  const program = installSchemathesis();
  say("Starting a database, a chain and the web application; two days are paid …");
  undo.push(await startTestServer());
  const world = await startWorld();
  undo.push(world.stop);
  await payDays(world, 2);
  const web = await startWeb(world);
  undo.push(web.stop);
  const document = path.join(directory, "openapi.json");
  const served: unknown = await (await fetch(`${web.url}/api/v1/openapi.json`)).json();
  writeFileSync(document, JSON.stringify(withExamples(served, await findKnownThings(world))));
  const report = path.join(directory, "report.ndjson");
  const code = await runSchemathesis(program, [
    ...["run", document, "--url", `${web.url}/api/v1`, "--checks", "all", "--continue-on-failure"],
    ...["--max-examples", values.examples, "--seed", values.seed, "--workers", "2", "--rate-limit", "auto"],
    ...["--report", "ndjson", "--report-ndjson-path", report],
  ]);
  const { requests, failures, statuses } = countRequests(readFileSync(report, "utf8"));
  say(
    `Answers: ${Object.entries(statuses)
      .map(([status, count]) => `${count} of ${status}`)
      .join(", ")}.`,
  );
  if (requests < LEAST_REQUESTS) say(`${requests} requests are too few: at least ${LEAST_REQUESTS} prove something.`);
  // What found nothing to compare has proven nothing.
  const isEnough = requests >= LEAST_REQUESTS && (statuses[200] ?? 0) > 0;
  return { ok: code === 0 && failures === 0 && isEnough, requests, failures };
}

async function payDays(world: World, count: number): Promise<void> {
  for (let paid = 0; paid < count; paid++) await liveToState(world, await endNextDay(world), "PAID");
}

try {
  const result = await fuzz();
  console.log(JSON.stringify(result));
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  say(inWords(error));
  console.log(JSON.stringify({ ok: false, requests: 0, failures: 0 }));
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await step();
}
