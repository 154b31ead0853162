import { Writable } from "node:stream";
import pino from "pino";
import { afterEach, expect, it, test, vi } from "vitest";
import { secretsOf } from "@/server/env/secrets-of";
import { createLogger } from "@/server/logger";
import { testSecret } from "@/server/testing/secrets";
import { hideSecrets } from "./known-secrets";
import { isSecretName } from "./secret-names";

afterEach(() => vi.restoreAllMocks());

/** What a process's own log writes to stderr. */
function written(work: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  vi.spyOn(pino, "destination").mockReturnValue(stderr as never);
  work(createLogger("info"));
  for (const line of text.trim().split("\n")) JSON.parse(line);
  return text;
}

const PASSWORD = 'p@ss/w,rd%&1 é"q';
const ENVIRONMENT = {
  DATABASE_URL: `postgres://oracle:${encodeURIComponent(PASSWORD)}@db.internal/oracle`,
  SIGNER_SECRET: testSecret("redact signer"),
  APPROVER_SIGNER_SECRETS: `${testSecret("redact one")}, ${testSecret("redact two")}`,
  AUDIT_KEY: testSecret("redact audit"),
  AUDIT_KEYS_OLD: testSecret("redact old"),
  SEALING_KEY: testSecret("redact sealing"),
  NEXTAUTH_SECRET: testSecret("redact sessions"),
  JOB_SECRET: testSecret("redact jobs"),
  METRICS_TOKEN: testSecret("redact metrics"),
  BLOCKFROST_PROJECT_ID: "preprodRedactMe0123456789abcdefgh",
  KOIOS_TOKEN: "eyJhbGciOiJIUzI1NiJ9.cmVkYWN0.bWUtcGxlYXNl",
  OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20otlp-redact-me-012345,x-team=prizes",
};
/** As a file of channels has them. */
const CHANNELS = {
  smtpPassword: "smtp redact: me; now",
  hmac: "whsec_cmVkYWN0IG1lIGFzIHdlbGwgcGxlYXNl",
  slack: "https://hooks.slack.com/services/T0REDACT/B0REDACT/redactredactredactredact",
  discord: "https://discord.com/api/webhooks/1234567890/redact-redact_redactredact",
  telegram: "123456789:AAredact-redact_redactredactredact0",
};

const secrets = [...secretsOf(ENVIRONMENT), ...Object.values(CHANNELS)];

test("the secrets of an environment are found: values, each of a list, passwords in addresses, headers", () => {
  const found = secretsOf({
    ...ENVIRONMENT,
    PORT: "3000",
    NEXTAUTH_URL: "https://prizes.example.org",
    API_KEY: "short",
  });
  for (const each of [testSecret("redact one"), testSecret("redact two"), PASSWORD, "otlp-redact-me-012345"])
    expect(found).toContain(each);
  expect(found).not.toContain("short");
  expect(found).not.toContain("https://prizes.example.org");
});

type Shape = readonly [what: string, made: (secret: string) => readonly [fields: object, message: string]];

const SHAPES: readonly Shape[] = [
  ["a field", (secret) => [{ what: secret }, "told"]],
  ["the message", (secret) => [{}, `the server said ${secret} and went away`]],
  ["deep inside", (secret) => [{ a: { b: { c: { d: [{ e: secret }] } } } }, "told"]],
  ["a name", (secret) => [{ [secret]: true }, "told"]],
  ["an error", (secret) => [{ err: new Error(`refused: ${secret}`) }, "failed"]],
  ["a cause's cause", (secret) => [{ err: caused(caused(new Error(secret))) }, "failed"]],
  ["a field of an error", (secret) => [{ err: Object.assign(new Error("x"), { address: secret }) }, "failed"]],
  ["several errors", (secret) => [{ err: new AggregateError([new Error(secret)], "all") }, "failed"]],
  ["JSON in a text", (secret) => [{ body: JSON.stringify({ said: secret }) }, "told"]],
  ["an address's query", (secret) => [{ url: `https://x.org/?q=${encodeURIComponent(secret)}` }, "told"]],
  ["base64", (secret) => [{ header: Buffer.from(secret).toString("base64") }, "told"]],
  ["hex", (secret) => [{ hex: Buffer.from(secret).toString("hex") }, "told"]],
  ["bytes", (secret) => [{ bytes: Buffer.from(secret) }, "told"]],
  ["a map, a set and headers", (secret) => [{ map: new Map([["a", secret]]), set: new Set([secret]) }, "told"]],
];

const caused = (cause: Error) => new Error("it failed", { cause });

test.each(SHAPES)("no known secret is written as %s", (_what, made) => {
  hideSecrets(secrets);
  for (const secret of secrets) {
    const text = written((log) => log.error(...(made(secret) as [object, string])));
    for (const shown of [secret, JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString("hex")])
      expect(text).not.toContain(shown);
    expect(text).not.toContain(Buffer.from(secret).toString("base64").replace(/=+$/, ""));
    expect(text).not.toContain(encodeURIComponent(secret));
  }
});

it("an error alone is told without the secret in its message", () => {
  hideSecrets(secrets);
  const text = written((log) => log.error(new Error(`no ${ENVIRONMENT.JOB_SECRET}`)));
  expect(text).not.toContain(ENVIRONMENT.JOB_SECRET);
  expect(JSON.parse(text)).toMatchObject({ msg: "no [redacted]", err: { type: "Error", message: "no [redacted]" } });
});

test.each([
  ["postgres://u:hidden@10.0.0.1:5432/db refuses", "postgres://u:[redacted]@10.0.0.1:5432/db refuses"],
  ["postgres://u:hid/d@en@host/db", "postgres://u:[redacted]@host/db"],
  ["https://hiddenhiddenhiddenhidden@otlp.example.org/v1", "https://[redacted]@otlp.example.org/v1"],
  ["sent Authorization: Bearer hidden.hidden", "sent Authorization: [redacted]"],
  ["with bearer hidden-hidden, then", "with bearer [redacted], then"],
  ["Cookie: prize-oracle.session=hidden; theme=hidden", "Cookie: [redacted]"],
  ["POST https://hooks.slack.com/services/T0/B0/hidden: 404", "POST https://hooks.slack.com/services/[redacted] 404"],
  ["https://discord.com/api/v10/webhooks/1/hidden", "https://discord.com/api/v10/webhooks/[redacted]"],
  ["/bot123456789:hiddenhiddenhiddenhiddenhiddenhidde/send", "/bot[redacted]/send"],
  ['{"password":"hid den","name":"x"}', '{"password":"[redacted]","name":"x"}'],
  ["?token=hidden&day=7", "?token=[redacted]&day=7"],
  ["Failed query: select 1\nparams: hidden,hidden", "Failed query: select 1\nparams: [redacted]"],
])("what has the form of a secret is not told: %s", (said, told) => {
  expect(JSON.parse(written((log) => log.warn({ said }, "told"))).said).toBe(told);
});

test.each([
  "slot 123456789:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
  "http://127.0.0.1:3000/api/v1/days?limit=5",
  "The pool's state token policy is 0123. 5 tokens: 10",
  "Basic information about secrets is in SECURITY.md",
])("what is no secret stays: %s", (said) => {
  expect(JSON.parse(written((log) => log.warn({ said }, "told"))).said).toBe(said);
});

test.each([
  ["botToken", "x", true],
  ["smtp_password", "x", true],
  ["X-Api-Key", "x", true],
  ["setCookie", "x", true],
  ["secretKey", "x", true],
  ["key", "ab".repeat(32), true],
  ["publicKey", "ab".repeat(32), false],
  ["key", "day:7", false],
  ["tokens", 5, false],
  ["policyId", "ab".repeat(28), false],
  ["keyHash", "ab".repeat(32), false],
])("%s with %s is secret: %s", (name, value, secret) => {
  expect(isSecretName(name, value)).toBe(secret);
});

it("a statement's parameters, which may be anything that is stored, are not told", () => {
  const err = Object.assign(new Error("Failed query: update x\nparams: hidden"), {
    params: ["hidden"],
    query: "update x",
  });
  const text = written((log) => log.error({ err }, "failed"));
  expect(text).not.toContain("hidden");
  expect(JSON.parse(text).err).toMatchObject({ query: "update x" });
});

it("what is endless, deep, or cannot be read ends nothing", () => {
  const ring: Record<string, unknown> = { list: Array.from({ length: 5_000 }, (_, at) => ({ at })) };
  ring.self = ring;
  ring.bad = {
    get value() {
      throw new Error("no");
    },
  };
  const text = written((log) => log.warn(ring, "told"));
  expect(text.length).toBeLessThan(50_000);
  expect(JSON.parse(text).msg).toBe("told");
});

it("a long text of a stranger's text is read in one pass", () => {
  for (const piece of ["a-", "a://b:", "token=", "cookie: ", '"', "bearer ", "1:"]) {
    const said = piece.repeat(300_000 / piece.length);
    expect(written((log) => log.info({ said }, "printed")).length).toBeGreaterThan(0);
  }
});
