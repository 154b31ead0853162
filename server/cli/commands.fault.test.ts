import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type Devnet, startDevnet } from "@/server/devnet/start";
import { closeText } from "@/server/domain/contract/act-text";
import { writeSigningRequest } from "@/server/domain/signing-request/request";
import { publicKeyOf } from "@/server/domain/signing-request/sign";
import type { CliCase, CliOutcome } from "@/server/testing/cli/run-cases";
import { baseAddress } from "@/server/testing/contract/keys";
import { testRulesDocument } from "@/server/testing/domain/fixtures";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";

/* What people may mistype, in every option of every command: no library answers them. */

const folder = mkdtempSync(path.join(tmpdir(), "prize-commands-"));
const place = (name: string) => path.join(folder, name);

/** What Node, zod, Postgres, drizzle and noble say; a stack; values that were forgotten. */
const LIBRARIES =
  /\bE(NOENT|EXIST|ISDIR|NOTDIR|ACCES|PERM|CONNREFUSED|INVAL|NAMETOOLONG)\b|ERR_|Unexpected (token|end|non-whitespace)|not valid JSON|Cannot read prop|Invalid (input|URL|key|option|regular|value)|Too (big|small)|Unrecognized key|expected (string|number|object|array|record|boolean)|hex string|secretKey expected|argument must be|must be of type|\n {4}at |ZodError|drizzle|Failed query|syntax|violates|Unknown option|fetch failed|undefined|NaN|\[object|null bytes|no words yet/;

const FILES: Record<string, string | Buffer> = {
  "empty.json": "",
  "bom-only.json": "\ufeff",
  "broken.json": '{"a": 1,\n  b}',
  "quotes.json": "“{}”",
  "twice.json": '{"treasury": "addr1", "treasury": "addr2"}',
  "list.json": "[]",
  "null.json": "null",
  "other.json": '{"a": {"b": [1, null]}}',
  "nul.json": '{"a\\u0000": "b\\u0000"}',
  "deep.json": "[".repeat(200_000),
  "binary.json": Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7) % 256)),
  "utf16.json": Buffer.from("\ufeff{}", "utf16le"),
  "card.skey": '{"type":"PaymentVerificationKeyShelley_ed25519","description":"","cborHex":"5820aa"}',
};
const BAD_FILES = [...Object.keys(FILES).map(place), folder, "/nowhere/at/all.json", `/${"x".repeat(300)}`, "a\nb"];
const BAD_TEXTS = [
  "abc",
  "-5",
  "1.5",
  "1e3",
  "0x10",
  "9".repeat(400),
  "x".repeat(5_000),
  "\u200b",
  "a\nb",
  "'1'",
  "{}",
];

/** An option or word that is left out of `args` and takes each bad value. */
type Place = { readonly command: string; readonly args: readonly string[]; readonly bad: readonly string[] };
const POLICY = "ab".repeat(28);
const file = (command: string, ...args: string[]): Place => ({ command, args, bad: BAD_FILES });
const text = (command: string, ...args: string[]): Place => ({ command, args, bad: BAD_TEXTS });
const SIGNER = ["--act", "propose", "--network", "preprod", "--pool", POLICY, "--daily-limit", "5"];
/** Of another network than the requests'. */
const EXPECTED = ["--network", "preview", "--policy", POLICY, "--most", "5"];
const FILES_OF_SIGNER = ["--key-file", place("key.json"), "--state-file", place("state.json")];

/** Each ends where the bad value comes. */
const PLACES: readonly Place[] = [
  file("keys", "show"),
  { ...file("keys", "new"), bad: [place("key.json"), folder, place("key.json/in/a/file")] },
  text("keys", "show", place("key.json"), "--network"),
  file("deploy", "--config"),
  file("deploy", "--config", place("deploy.json"), "--consents"),
  text("deploy", "--config", place("deploy.json"), "--policy"),
  { ...file("deploy", "--config", place("deploy.json"), "--keys-dir"), bad: [place("key.json"), place("bad-keys")] },
  text("adopt", "--reports", folder, "--policy"),
  { ...text("adopt", "--policy", POLICY, "--reports"), bad: ["ftp://x", "https://", "http://127.0.0.1:1", "/nowhere"] },
  file("adopt", "--policy", POLICY, "--reports", folder, "--operations"),
  text("pool"),
  text("pool", "inspect", "--policy"),
  text("recover", "--read-again-from"),
  file("rules", "rules", "check", "--from", "5"),
  text("rules", "rules", "check", place("rules.json"), "--from"),
  text("rules", "rules", "confirm"),
  file("rules", "operations", "check"),
  text("day", "show"),
  text("engine"),
  text("people"),
  text("people", "unlock", "--email"),
  text("people", "invite", "--email", "a@example.org", "--name", "A", "--role"),
  text("source", "inspect", "--url"),
  { ...file("source", "inspect", "--project-id-file"), bad: BAD_FILES.slice(-4) },
  text("export"),
  text("export", "snapshot", "--day"),
  text("export", "snapshot", "--day", "5", "--format"),
  {
    ...file("export", "snapshot", "--day", "5", "--out"),
    bad: [place("key.json"), folder, ...BAD_FILES.slice(-4, -1)],
  },
  text("scan"),
  file("keys", "seal"),
  file("keys", "open"),
  file("keys", "export"),
  { ...file("keys", "new", place("sealed.json"), "--sealed", "--passphrase-file"), bad: BAD_FILES.slice(-4) },
  text("keys"),
  file("signer-record", "show"),
  { ...file("signer-record", "new"), bad: BAD_FILES.slice(0, -3) },
  text("signer-record"),
  text("signer-record", "restored", place("record.json"), "--pool", POLICY, "--network"),
  text("signer-record", "restored", place("record.json"), "--network", "preprod", "--pool"),
  ...["--hourly-limit", "--recipient-limit", "--longest-deadline"].map((name) =>
    text("signer", ...SIGNER, ...FILES_OF_SIGNER, name),
  ),
  file("signer", ...SIGNER, ...FILES_OF_SIGNER, "--passphrase-file"),
  ...["--act", "--network", "--pool", "--daily-limit", "--port"].map((name) => {
    const at = SIGNER.indexOf(name);
    const rest = at < 0 ? SIGNER : SIGNER.toSpliced(at, 2);
    return text("signer", ...rest, ...FILES_OF_SIGNER, name);
  }),
  file("signer", ...SIGNER, "--state-file", place("state.json"), "--key-file"),
  { ...file("signer", ...SIGNER, "--key-file", place("key.json"), "--state-file"), bad: BAD_FILES.slice(0, -3) },
  text("start", "--hostname"),
  file("sign", "--key", place("key.json"), "--request"),
  file("sign", "--request", place("act.json"), ...EXPECTED, "--key"),
  file("sign", "--request", place("act.json"), "--key", place("key.json"), "--expected"),
  file("sign", "--request", place("plan.json"), "--key", place("key.json"), ...EXPECTED, "--report"),
  ...["--network", "--policy", "--most"].map((name) => {
    const rest = EXPECTED.toSpliced(EXPECTED.indexOf(name), 2);
    return text("sign", "--request", place("act.json"), "--key", place("key.json"), ...rest, name);
  }),
  ...["--port", "--network-magic", "--funding-lovelace"].map((name) => text("../devnet/main", name)),
  { ...text("../devnet/main", "--speed"), bad: BAD_TEXTS.filter((each) => each !== "1.5") },
  file("../devnet/main", "--genesis"),
  { ...file("../devnet/main", "--funding-seed-file"), bad: BAD_FILES.slice(0, -3) },
  ...["--players", "--port", "--source-url"].map((name) => text("../demo/main", name)),
  file("../demo/main", "--source-url", "http://127.0.0.1:1", "--funding-seed-file"),
];

/** The commands' files, from the scripts of package.json. */
const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;
const COMMANDS = [
  ...new Set(Object.values(scripts).flatMap((each) => /server\/cli\/([a-z-]+)\.ts/.exec(each)?.[1] ?? [])),
];
/** These bring their own environment along, and take no --env-file. */
const ALONE = ["../devnet/main", "../demo/main"];
/** How any command may be called wrongly. */
const WRONG_CALLS: readonly (readonly string[])[] = [
  ["--no-such-option"],
  ["-x"],
  ["--=5"],
  ["--execute=now", "--env-file="],
  ["--env-file"],
  ["--env-file", ""],
  ["--env-file", "--execute"],
  ["--env-file", "/nowhere/at/all.env"],
  ["--env-file", folder],
  ["--env-file", place("binary.json")],
  ["--env-file", place("empty.json")],
  ["--env-file", place("a.env"), "--env-file", place("a.env")],
  ["no", "such", "words", "at", "all"],
];

let database: TestDatabase;
let devnet: Devnet;
let ask: (call: CliCase) => Promise<CliOutcome>;
let stop: () => void;
beforeAll(async () => {
  database = await createTestDatabase();
  const [address, unit] = [baseAddress(1), String(testRulesDocument().prizeAsset)];
  const holder = { address, lovelace: 5_000_000n, assets: { [unit]: 1n } };
  devnet = await startDevnet({ genesis: { networkMagic: 1, initialFunds: [holder] }, speed: 0 });
  for (const [name, content] of Object.entries(FILES)) writeFileSync(place(name), content, { mode: 0o600 });
  writeFileSync(place("key.json"), JSON.stringify({ type: "ed25519", secretKey: "07".repeat(32) }), { mode: 0o600 });
  const keys = [publicKeyOf("07".repeat(32))];
  const act = closeText({ network: "mainnet", policyId: POLICY, nonce: 7 });
  writeFileSync(place("act.json"), writeSigningRequest({ kind: "act", text: act, keys }));
  writeFileSync(place("plan.json"), writeSigningRequest(plannedRequest(sampleReport(), keys).request));
  mkdirSync(place("bad-keys"));
  writeFileSync(place("bad-keys/operator.json"), "oops", { mode: 0o600 });
  writeFileSync(place("rules.json"), JSON.stringify(testRulesDocument()));
  writeFileSync(place("a.env"), "LOG_LEVEL=info\n");
  const deployment = { treasury: baseAddress(1), dailyLimitLovelace: "1000000000", depositLovelace: "10000000000" };
  const rules = { ...testRulesDocument(), gameAddress: baseAddress(1) };
  writeFileSync(place("deploy.json"), JSON.stringify({ ...deployment, rules }));
  const child = spawn(process.execPath, ["--import", "tsx", "server/testing/cli/run-cases.ts"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "test" },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  ask = async (call) => {
    child.stdin.write(`${JSON.stringify(call)}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error("the process that runs the commands has ended");
    return JSON.parse(value);
  };
  stop = () => child.kill();
});
afterAll(async () => {
  stop();
  await devnet.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function call(command: string, args: readonly string[]): Promise<CliOutcome> {
  const variables = {
    DATABASE_URL: database.url,
    BLOCKFROST_URL: devnet.url,
    NETWORK_MAGIC: "1",
    ...TEST_SECRETS,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    SIGNER_SECRET: testSecret("signer"),
    PORT: "0",
  };
  return ask({ command, args, variables });
}

/** Refused, with a reason in our words and nothing on stdout. */
function expectRefusal({ code, stdout, stderr }: CliOutcome, args: readonly string[]): void {
  const asked = JSON.stringify(args).slice(0, 200);
  expect(code, `${asked}\n${stderr}`).not.toBe(0);
  expect(stderr, asked).not.toMatch(LIBRARIES);
  expect(stderr.trim(), asked).not.toBe("");
  expect(stdout, asked).toBe("");
}

describe("no command answers a wrong call in a library's words", () => {
  it.each([...COMMANDS, ...ALONE])("%s, whatever its options", async (command) => {
    for (const args of WRONG_CALLS) {
      const outcome = await call(command, args);
      expectRefusal(outcome, args);
      if (outcome.code === 2) expect(outcome.stderr).toMatch(/^.+ See --help\.\n$/);
    }
    const help = await call(command, ["--help"]);
    expect(help).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining(ALONE.includes(command) ? "--port N" : "--env-file FILE"),
    });
  });

  it.each(PLACES.map(({ command, args, bad }) => [command, args.at(-1) ?? "its first word", args, bad] as const))(
    "%s, whatever follows %s",
    async (command, _name, args, bad) => {
      for (const value of bad) expectRefusal(await call(command, [...args, value]), [command, ...args, value]);
    },
  );
});
