import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { openKey, readSealedKey } from "@/server/domain/approver-key/vault";
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
import { type PlanRequest, readSigningRequest } from "@/server/domain/signing-request/request";
import { paidBy, signRequest, whyNotSigned } from "@/server/domain/signing-request/sign";
import type { Hex } from "@/server/domain/units";
import { readTextFile } from "@/server/files/read-text";
import { readKeyFile, readPrivateFile } from "@/server/signing/key-file";
import { formatAda } from "@/server/words/format";
import { sentence } from "@/server/words/sentence";
import { factsOf, sayComparison, sayNotSigned, sayRequest } from "@/server/words/signing-request";
import { openQuestions } from "./ask";
import { runCommand, usageError } from "./command";
import { forbidCoreDumps } from "./core-dumps";
import { readJsonArgument } from "./read-json-argument";

const USAGE = `npm run sign -- --request FILE [--report PLACE]... --key FILE (--expected FILE | --network N --policy ID --most ADA)

Signs a request of the console on a machine without a network, as the page offline-signer.html does: says in words what
it asks, computes it again from the report, compares it with what you expect, and prints the signature. Asks nobody.

  --request FILE   what the console gave you
  --report PLACE   the report's file, or a folder with its files; repeat it for several (for plans)
  --key FILE       your key: sealed, of npm run keys, or a payment or stake key of cardano-cli (.skey)
  --expected FILE  what you expect, as the page keeps it
  --network N      or: the network that you expect, such as mainnet
  --policy ID      the policy id of your pool
  --most ADA       the most ADA that may be paid or withdrawn; tokens, a Close and new limits are not compared with it
  --out FILE       writes the signature there too; the console takes it`;

const OPTIONS = {
  request: { type: "string" },
  report: { type: "string", multiple: true },
  key: { type: "string" },
  expected: { type: "string" },
  network: { type: "string" },
  policy: { type: "string" },
  most: { type: "string" },
  out: { type: "string" },
} as const;

const MOST_TOLD = 10;

type Values = { readonly [Name in "expected" | "network" | "policy" | "most"]?: string | undefined };

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  if (!values.request || !values.key) throw usageError("--request and --key are needed.");
  const expected = await expectedOf(values);
  forbidCoreDumps({ isRefused: magicOf(expected.network) === magicOf("mainnet") });
  const read = readSigningRequest(await readTextFile(values.request));
  if (!read.ok) throw usageError(`${values.request} is no signing request: ${read.problems.join("; ")}.`);
  const { request } = read;
  const key = await readKey(values.key);
  const { publicKey } = key;
  const plan = request.kind === "plan" ? await check(request, values.report ?? [], publicKey) : null;
  const { title, meaning } = sayRequest(request, plan);
  console.error(`${[title, meaning].filter(Boolean).join("\n")}\n`);
  for (const { label, text } of factsOf(request, plan)) console.error(`${label.padEnd(14)}${text}`);
  if (plan) tellLargest(plan.payments);
  console.error(`\nText to sign\n  ${request.text}\n`);
  for (const each of compareExpected(request, expected, paidBy(request, plan))) {
    console.error(`${each.fits ? "as expected   " : "NOT EXPECTED  "}${sayComparison(each)}`);
  }
  const toSign = { request, plan, expected, publicKey };
  const why = whyNotSigned(toSign);
  if (why !== null) throw new Error(`Nothing was signed. ${sayNotSigned(why)}`);
  const answer = signRequest(toSign, await key.open());
  if (values.out) await writeFile(values.out, `${answer}\n`, { flag: "wx" });
  console.log(answer);
});

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
  const files = await Promise.all(names.map(async (name) => new File([await readFile(name)], name)));
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

/** The passphrase of a sealed key is asked for only when nothing speaks against signing. */
async function readKey(file: string): Promise<{ readonly publicKey: Hex; readonly open: () => Promise<Hex> }> {
  const sealed = readSealedKey(await readPrivateFile(file));
  if (!sealed.ok) {
    const { publicKey, secretKey } = await readKeyFile(file);
    return { publicKey, open: async () => secretKey };
  }
  return {
    publicKey: sealed.key.publicKey,
    open: async () => {
      const questions = openQuestions({ input: process.stdin, output: process.stderr });
      const passphrase = await questions.ask("Passphrase of the key", "hidden").finally(questions.close);
      const opened = await openKey(sealed.key, passphrase);
      if (!opened.ok) throw new Error(opened.problem);
      return opened.secretKey;
    },
  };
}
