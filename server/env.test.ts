import { describe, expect, it } from "vitest";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";
import { EnvError, parseEnv, parseSome } from "./env";

const COMPLETE = {
  DATABASE_URL: "postgres://user:password@127.0.0.1:5432/prizes",
  BLOCKFROST_URL: "http://127.0.0.1:4000/api/v0/",
  NETWORK_MAGIC: "42",
  ...TEST_SECRETS,
  NEXTAUTH_URL: "http://127.0.0.1:3000",
};

/** Each variable that people set, with a right value. */
const RIGHT: Record<string, string> = {
  ...COMPLETE,
  BLOCKFROST_PROJECT_ID: "preprodKEY",
  OPERATOR_KEY_FILE: ".data/keys/operator.json",
  ORACLE_SIGNER_URL: "http://127.0.0.1:4100",
  APPROVER_SIGNER_URLS: "http://127.0.0.1:4101,https://signer.example.org",
  SIGNER_SECRET: testSecret("signers"),
  APPROVER_SIGNER_SECRETS: [testSecret("approver 1"), testSecret("approver 2")].join(","),
  SEALING_KEY_OLD: testSecret("sealing before"),
  REPORT_DIR: ".data/reports",
  SCHEDULER: "on",
  SCHEDULER_INTERVAL_MS: "5000",
  PORT: "3000",
  ENGINE_SOCKET: "/run/engine.sock",
  LOG_LEVEL: "info",
  CRASH_POINT: "payout-stored",
};
const SECRETS = Object.keys(RIGHT).filter((name) => /SECRET|SEALING_KEY|AUDIT_KEY/.test(name));
const TAKES_ANY_WORD = ["BLOCKFROST_PROJECT_ID", "OPERATOR_KEY_FILE", "REPORT_DIR", "ENGINE_SOCKET"];

function problem(change: Record<string, string | undefined>): string {
  try {
    parseEnv({ ...COMPLETE, ...change });
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return "";
}

describe("parseEnv", () => {
  it("reads a complete environment; empty variables are missing ones", () => {
    const env = parseEnv({
      ...COMPLETE,
      BLOCKFROST_PROJECT_ID: "",
      APPROVER_SIGNER_URLS: "http://127.0.0.1:1, http://127.0.0.1:2/",
      APPROVER_SIGNER_SECRETS: RIGHT.APPROVER_SIGNER_SECRETS,
    });
    expect(env.BLOCKFROST_URL).toBe("http://127.0.0.1:4000/api/v0");
    expect(env.NETWORK_MAGIC).toBe(42);
    expect(env.BLOCKFROST_PROJECT_ID).toBeUndefined();
    expect(env.APPROVER_SIGNER_URLS).toEqual(["http://127.0.0.1:1", "http://127.0.0.1:2"]);
    expect(env.SCHEDULER).toBe("on");
    expect(env.HOST, "nobody else reaches it without a word").toBe("127.0.0.1");
    expect(parseEnv(RIGHT).SEALING_KEY_OLD).toBe(RIGHT.SEALING_KEY_OLD);
  });

  it("takes words in upper case, as other programs do", () => {
    expect(parseEnv({ ...COMPLETE, LOG_LEVEL: "INFO", SCHEDULER: "Off" })).toMatchObject({
      LOG_LEVEL: "info",
      SCHEDULER: "off",
    });
  });

  it("names every variable that is missing or malformed, at once", () => {
    const text = problem({ DATABASE_URL: undefined, BLOCKFROST_URL: "blockfrost", JOB_SECRET: "short" });
    expect(text).toMatch(/DATABASE_URL is not set/);
    expect(text).toMatch(/BLOCKFROST_URL must be a web address such as/);
    expect(text).toMatch(/JOB_SECRET must have at least 32 characters/);
  });

  it.each([
    [{ DATABASE_URL: "mysql://x" }, /DATABASE_URL begins with "mysql:/],
    [{ NETWORK_MAGIC: "preprod" }, /NETWORK_MAGIC must be the network's magic/],
    [{ NETWORK_MAGIC: "0x1" }, /NETWORK_MAGIC must be .* in decimal digits/],
    [{ NETWORK_MAGIC: "1e0" }, /NETWORK_MAGIC must be .* in decimal digits/],
    [{ NETWORK_MAGIC: " " }, /NETWORK_MAGIC is blank: give it a value, or remove the line/],
    [{ PORT: "http" }, /PORT must be a port, a whole number from 0 to 65535/],
    [{ PORT: "70000" }, /PORT must be a port, a whole number from 0 to 65535/],
    [{ PORT: " " }, /PORT is blank/],
    [{ HOST: "prizes.example.org" }, /HOST must be an IP address of this machine/],
    [{ SCHEDULER: "yes" }, /SCHEDULER must be on or off/],
    [{ LOG_LEVEL: "verbose" }, /LOG_LEVEL must be silent, error, warn, info or debug/],
    [{ REPORT_DIR: "~/reports" }, /REPORT_DIR begins with ~ or \$, which only a shell replaces: write the whole path/],
    [{ OPERATOR_KEY_FILE: "$HOME/operator.json" }, /OPERATOR_KEY_FILE begins with ~ or \$/],
    [{ APPROVER_SIGNER_URLS: "http://127.0.0.1:1,nowhere" }, /APPROVER_SIGNER_URLS must be a web address/],
    [{ CRASH_POINT: "payout-stored", NETWORK_MAGIC: "764824073" }, /Remove it on mainnet/],
    [{ METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0" }, /METRICS_HOST is 0.0.0.0.*set METRICS_TOKEN/],
    [{ METRICS_PORT: "9464", METRICS_HOST: "2001:db8::1" }, /METRICS_HOST is 2001:db8::1.*set METRICS_TOKEN/],
  ])("refuses %o", (change, words) => {
    expect(problem(change)).toMatch(words);
  });

  it("has words of its own for whatever any variable is given", () => {
    const bad = ["", " ", "\t", '"x"', "'x", "x\r", "\uFEFFx", "x\u200By", "-1", "1.5", "1e9", "0x1", "nowhere", "~/x"];
    bad.push(
      "undefined",
      "NaN",
      "http://",
      "://",
      "postgres://u:100%@h/d",
      "x".repeat(10_000),
      "9".repeat(40),
      "\u{1F600}",
    );
    for (const name of Object.keys(RIGHT)) {
      for (const value of bad) {
        const words = problem({ [name]: value });
        expect(words).not.toMatch(/invalid|expected|too (small|big)|received|malformed|NaN/i);
        const isTaken = value === "" ? !(name in COMPLETE) : TAKES_ANY_WORD.includes(name);
        if (!isTaken || /^\s|\s$|["'\uFEFF\u200B]/.test(value))
          expect(words, `${name}=${value}`).toContain(`  ${name} `);
      }
    }
  });

  it("a part of it is read by the same rules", () => {
    expect(parseSome(RIGHT, "BLOCKFROST_URL", "OPERATOR_KEY_FILE")).toEqual({
      BLOCKFROST_URL: "http://127.0.0.1:4000/api/v0",
      OPERATOR_KEY_FILE: ".data/keys/operator.json",
    });
    expect(() => parseSome({ AUDIT_KEY: "x" }, "AUDIT_KEY", "PORT")).toThrow(/AUDIT_KEY must have at least 32/);
  });
});

describe("what surrounds a value", () => {
  it.each([
    [(value: string) => `"${value}"`, /has quotation marks around its value: remove them/],
    [(value: string) => `'${value}'`, /has quotation marks around its value/],
    [(value: string) => `“${value}”`, /has quotation marks around its value/],
    [(value: string) => ` ${value}`, /has white space before or after its value: remove it/],
    [(value: string) => `${value}\u00A0`, /has white space before or after its value/],
    [(value: string) => `${value}\r`, /ends with a line break: save the file with Unix line ends/],
    [(value: string) => `\uFEFF${value}`, /begins with a byte order mark: save the file as UTF-8 without one/],
    [(value: string) => `${value.slice(0, 2)}\u200B${value.slice(2)}`, /holds an invisible character \(U\+200B\)/],
    [() => " ".repeat(40), /is blank: give it a value, or remove the line/],
  ])("is refused in each variable, with how to correct it (%#)", (spoil, words) => {
    for (const [name, value] of Object.entries(RIGHT)) {
      const text = problem({ [name]: spoil(value) });
      expect(text, name).toMatch(words);
      expect(text).toContain(`  ${name} `);
    }
  });
});

describe("secrets", () => {
  it.each([
    ["hunter2", /must have at least 32 characters; create one with: openssl rand -hex 32/],
    ["a".repeat(64), /is too regular, so it can be guessed; create one with/],
    ["0123456789abcdef".repeat(4), /is too regular/],
    ["abcdefghijklmnopqrstuvwxyz0123456789", /is too regular/],
    ["abababababababababababababababababcd", /is too regular/],
    ["changeme-changeme-changeme-changeme", /holds a word of a placeholder/],
    ["Change_Me!8f3kd93kfk20dkf93kf03kd93kd", /holds a word of a placeholder/],
    ["my-super-SECRET-value-for-production-1", /holds a word of a placeholder/],
  ])("%s is refused, and never repeated", (value, words) => {
    for (const name of SECRETS) {
      const text = problem({ [name]: value });
      expect(text, name).toMatch(words);
      expect(text).not.toContain(value);
    }
  });

  it("what openssl and others draw is accepted", async () => {
    const { randomBytes, randomUUID } = await import("node:crypto");
    for (let round = 0; round < 300; round += 1) {
      const drawn = [randomBytes(16).toString("hex"), randomBytes(32).toString("base64"), randomUUID()];
      for (const JOB_SECRET of drawn) expect(problem({ JOB_SECRET }), JOB_SECRET).toBe("");
    }
  });

  it("two that are the same are named, whichever they are", () => {
    const single = SECRETS.filter((name) => name !== "APPROVER_SIGNER_SECRETS");
    for (const [at, first] of single.entries()) {
      for (const second of single.slice(at + 1)) {
        const text = problem({ ...RIGHT, [second]: RIGHT[first] });
        expect(text).toMatch(new RegExp(`${first} and ${second} are the same|${second} and ${first} are the same`));
      }
    }
  });
});

it("an earlier key of the audit log is no secret of now", () => {
  for (const name of ["AUDIT_KEY", "NEXTAUTH_SECRET", "JOB_SECRET"] as const) {
    const words = problem({ AUDIT_KEYS_OLD: `${testSecret("audit before")},${COMPLETE[name]}` });
    expect(words).toContain(`${name} and one of AUDIT_KEYS_OLD are the same`);
  }
});

describe("addresses", () => {
  const LOOPBACK = ["http://localhost:3000", "http://127.0.0.1", "http://127.9.8.7:1", "http://[::1]:3000"];
  const OUTSIDE = [
    "http://prizes.example.org",
    "http://10.0.0.1",
    "http://0.0.0.0:3000",
    "http://localhost.example.org",
  ];
  const NAMES = ["NEXTAUTH_URL", "ORACLE_SIGNER_URL", "APPROVER_SIGNER_URLS"];

  it.each(NAMES)("%s is https, and http only on this machine, on mainnet and elsewhere", (name) => {
    for (const NETWORK_MAGIC of ["1", "764824073"]) {
      for (const url of LOOPBACK) expect(problem({ NETWORK_MAGIC, [name]: url })).toBe("");
      for (const url of OUTSIDE) {
        const words = new RegExp(`${name} must be https://: over http, what is sent there can be read`);
        expect(problem({ NETWORK_MAGIC, [name]: url }), url).toMatch(words);
        expect(problem({ NETWORK_MAGIC, [name]: url.replace("http:", "https:") })).toBe("");
      }
    }
  });

  it.each([
    ["https://ada:pw@prizes.example.org", /NEXTAUTH_URL must hold no user and no password/],
    ["https://prizes.example.org/?a=b", /NEXTAUTH_URL must end with its path, without "\?" and "#"/],
    ["https://prizes.example.org/api/auth", /NEXTAUTH_URL must hold no path/],
    ["ftp://prizes.example.org", /NEXTAUTH_URL must be a web address such as/],
  ])("%s is refused", (NEXTAUTH_URL, words) => {
    expect(problem({ NEXTAUTH_URL })).toMatch(words);
  });

  it("is used as URL spells it, so that https is seen in whatever case it was written", () => {
    const env = parseEnv({
      ...COMPLETE,
      NEXTAUTH_URL: "HTTPS://Prizes.Example.org:443/",
      ORACLE_SIGNER_URL: "HTTPS://signer.example.org/a//",
    });
    expect(env.NEXTAUTH_URL).toBe("https://prizes.example.org");
    expect(env.ORACLE_SIGNER_URL).toBe("https://signer.example.org/a");
    expect(problem({ BLOCKFROST_URL: "https://example.org/%zz" })).toMatch(/must have no "%" that is no escape/);
  });

  it("a database outside of private networks needs a word about TLS", () => {
    const at = (host: string, rest = "") => problem({ DATABASE_URL: `postgres://u:p@${host}:5432/d${rest}` });
    for (const host of ["127.0.0.1", "LOCALHOST", "[::1]", "db", "10.1.2.3", "db.internal"]) expect(at(host)).toBe("");
    for (const host of ["db.example.org", "11.1.2.3", "1.2.3.999", "[2001:db8::1]"]) {
      expect(at(host), host).toMatch(/DATABASE_URL names a server outside.*sslmode=verify-full or sslmode=require/);
      expect(at(host, "?pooler=true")).toMatch(/&sslmode=/);
      for (const mode of ["require", "verify-full", "disable"]) expect(at(host, `?sslmode=${mode}`)).toBe("");
    }
  });

  it.each(["0.0.0.0/0", "::/0", "10.0.0.0/7", "2001::/15", "10.0.0.1,0.0.0.0/1", "::ffff:0.0.0.0/0"])(
    "TRUSTED_PROXIES=%s would trust strangers, and is refused",
    (TRUSTED_PROXIES) => {
      expect(problem({ TRUSTED_PROXIES })).toMatch(/TRUSTED_PROXIES must have no network as wide as that/);
    },
  );

  it("TRUSTED_PROXIES takes the networks that proxies have", () => {
    for (const TRUSTED_PROXIES of ["10.0.0.0/8", "fc00::/16,127.0.0.1", "::1"]) {
      expect(problem({ TRUSTED_PROXIES })).toBe("");
    }
  });

  it("the chain source's key goes over http only within a network of one's own", () => {
    const withKey = (BLOCKFROST_URL: string) => problem({ BLOCKFROST_URL, BLOCKFROST_PROJECT_ID: "preprodKEY" });
    for (const host of ["127.0.0.1", "dolos", "10.1.2.3", "192.168.1.5", "172.20.0.2", "[fd00::1]", "node.internal"])
      expect(withKey(`http://${host}:3000`), host).toBe("");
    for (const host of ["example.org", "11.1.2.3", "172.32.0.1", "[2001:db8::1]"])
      expect(withKey(`http://${host}:3000`), host).toMatch(
        /BLOCKFROST_URL must be https:.*BLOCKFROST_PROJECT_ID is sent/,
      );
    expect(problem({ BLOCKFROST_URL: "http://example.org" })).toBe("");
  });
});
