import { readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { magicOf } from "@/server/domain/cardano/network";
import { type CheckedPlan, checkPlan, type PlannedPayment } from "@/server/domain/signing-request/check-plan";
import { findTexts, reportIn } from "@/server/domain/signing-request/chosen-files";
import {
  compareExpected,
  type Expected,
  readExpected,
  readTypedExpected,
} from "@/server/domain/signing-request/expected";
import {
  type PlanRequest,
  readSigningRequest,
  requestOfText,
  type SigningRequest,
} from "@/server/domain/signing-request/request";
import { paidBy, unboundedBy, whyNotSigned } from "@/server/domain/signing-request/sign";
import type { Hex } from "@/server/domain/units";
import { readTextFile } from "@/server/files/read-text";
import { formatAda } from "@/server/words/format";
import { sentence } from "@/server/words/sentence";
import { factsOf, sayComparison, sayNotSigned, sayRequest, sayUnbounded } from "@/server/words/signing-request";
import { runCommand, usageError } from "./command";
import { forbidCoreDumps } from "./core-dumps";
import { MODULE_OPTIONS, MODULE_USAGE } from "./module/options";
import { readJsonArgument } from "./read-json-argument";
import { chosenFile } from "./sign/chosen-file";
import { openRequestKey } from "./sign/key";

const USAGE = `npm run sign -- --request FILE [--report PLACE]... KEY EXPECTED
npm run sign -- --text "LINE" KEY EXPECTED      an act, or a key's consent, as npm run pool and deploy print it

KEY is --key FILE, or a key in a hardware module. EXPECTED is --expected FILE, or --network, --policy and --most.

Signs a request of the console on a machine without a network, as the page offline-signer.html does: says in words what
it asks, computes it again from the report, compares it with what you expect, and prints the signature. Asks nobody.

  --request FILE   what the console gave you
  --text LINE      or: the line itself, which says all of what it does
  --report PLACE   the report's file, or a folder with its files; repeat it for several (for plans)
  --key FILE       your key: sealed, of npm run keys, or a payment or stake key of cardano-cli (.skey)
  --expected FILE  what you expect, as the page keeps it
  --network N      or: the network that you expect: mainnet, preprod, preview, or a network magic
  --policy ID      the policy id of your pool
  --most ADA       the most ADA that may be paid or withdrawn
  --meant          says that what no amount of ADA bounds is meant: a Close, which takes all, or tokens
  --out FILE       writes the signature there too; the console takes it

A key in a module (PKCS#11) instead of --key:
${MODULE_USAGE}`;

const OPTIONS = {
  ...MODULE_OPTIONS,
  request: { type: "string" },
  text: { type: "string" },
  report: { type: "string", multiple: true },
  key: { type: "string" },
  expected: { type: "string" },
  network: { type: "string" },
  policy: { type: "string" },
  most: { type: "string" },
  meant: { type: "boolean", default: false },
  out: { type: "string" },
} as const;

const MOST_TOLD = 10;
const MEANT = " Then add --meant.";

type Values = { readonly [Name in "expected" | "network" | "policy" | "most"]?: string | undefined };

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const { request: file, text, meant: isMeant } = values;
  if ((file === undefined) === (text === undefined)) throw usageError("Say --request FILE, or --text LINE.");
  const expected = await expectedOf(values);
  forbidCoreDumps({ isRefused: magicOf(expected.network) === magicOf("mainnet") });
  const given = file === undefined ? null : await readTextFile(file);
  const key = await openRequestKey(values);
  try {
    const { publicKey } = key;
    const read = given === null ? requestOfText(text ?? "", publicKey) : readSigningRequest(given);
    if (!read.ok) throw usageError(`${file ?? "--text"} is no signing request: ${read.problems.join("; ")}.`);
    const { request } = read;
    const plan = request.kind === "plan" ? await check(request, values.report ?? [], publicKey) : null;
    tellRequest(request, plan, expected);
    const toSign = { request, plan, expected, publicKey, isMeant };
    const why = whyNotSigned(toSign);
    if (why !== null) throw new Error(`Nothing was signed. ${sayNotSigned(why)}${why === "unbounded" ? MEANT : ""}`);
    const answer = await key.answer(toSign);
    if (values.out) await writeFile(values.out, `${answer}\n`, { flag: "wx" });
    console.log(answer);
  } finally {
    await key.close();
  }
});

/** What it asks, in words, and how that compares with what is expected. */
function tellRequest(request: SigningRequest, plan: CheckedPlan | null, expected: Expected): void {
  const { title, meaning } = sayRequest(request, plan);
  console.error(`${[title, meaning].filter(Boolean).join("\n")}\n`);
  for (const { label, text } of factsOf(request, plan)) console.error(`${label.padEnd(14)}${text}`);
  if (plan) tellLargest(plan.payments);
  console.error(`\nText to sign\n  ${request.text}\n`);
  for (const each of compareExpected(request, expected, paidBy(request, plan))) {
    console.error(`${each.fits ? "as expected   " : "NOT EXPECTED  "}${sayComparison(each)}`);
  }
  const unbounded = unboundedBy(request, plan);
  if (unbounded !== null) console.error(`NOT BOUNDED   ${sayUnbounded(unbounded)}`);
}

async function expectedOf({ expected, network = "", policy = "", most = "" }: Values): Promise<Expected> {
  if (expected !== undefined) {
    const read = readExpected(await readJsonArgument(expected));
    if (!read.ok) throw usageError(`${expected} does not say what you expect: ${read.problems.join("; ")}.`);
    return read.expected;
  }
  const read = readTypedExpected({ network, policyId: policy, mostAda: most });
  if (read.ok) return read.expected;
  const options = { network: "--network", policyId: "--policy", mostAda: "--most" } as const;
  const said = Object.entries(read.problems).map(
    ([field, problem]) => `${options[field as keyof typeof options]} ${problem}`,
  );
  throw usageError(`Say what you expect, from your own records: ${said.join("; ")}.`);
}

/** Computes the plan again. Throws with all that is wrong. */
async function check(request: PlanRequest, places: readonly string[], publicKey: Hex): Promise<CheckedPlan> {
  const names = (await Promise.all(places.map(filesIn))).flat();
  const files = await Promise.all(names.map(chosenFile));
  const report = await reportIn(await findTexts(files), request.reportHash);
  if (!report)
    throw usageError(`The report with the hash ${request.reportHash} is not there. Name its files with --report.`);
  const checked = await checkPlan(request, report, keyHashOf(publicKey));
  if (checked.ok) return checked.plan;
  throw new Error(`Do not sign this. ${checked.problems.map(sentence).join("\n  ")}`);
}

async function filesIn(place: string): Promise<string[]> {
  if (!(await stat(place)).isDirectory()) return [place];
  const entries = await readdir(place, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => path.join(place, name));
}

function tellLargest(payments: readonly PlannedPayment[]): void {
  console.error(`\nThe largest of ${payments.length} recipients`);
  for (const { address, lovelace } of payments.slice(0, MOST_TOLD)) {
    console.error(`  ${formatAda(lovelace, { sixPlaces: true }).padStart(24)}  ${address}`);
  }
}
