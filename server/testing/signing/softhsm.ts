import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Where Debian, Fedora and Homebrew put it. */
const LIBRARIES = [
  "/usr/lib/softhsm/libsofthsm2.so",
  "/usr/lib64/softhsm/libsofthsm2.so",
  "/usr/local/lib/softhsm/libsofthsm2.so",
  "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

export const PIN = "482913";
const SO_PIN = "90417726";

/** A real module in software (SoftHSM2), with tokens of its own in a folder that ends with the test. */
export type SoftHsm = {
  readonly module: string;
  readonly folder: string;
  /** What a program that uses it needs in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  addToken(label: string): void;
  /** A key with other attributes than ours has. */
  addKey(token: string, label: string, attributes: Readonly<Record<string, boolean>>): void;
  /** As if the device were pulled out. */
  takeTokensAway(): void;
  putTokensBack(): void;
  close(): void;
};

/** Throws with the command that installs it where it is missing. */
export function openSoftHsm(): SoftHsm {
  const module = LIBRARIES.find((file) => existsSync(file));
  if (!module) throw new Error("SoftHSM2 is missing. Install it with: apt-get install softhsm2");
  const folder = mkdtempSync(path.join(tmpdir(), "softhsm-"));
  const tokens = path.join(folder, "tokens");
  const configuration = path.join(folder, "softhsm2.conf");
  mkdirSync(tokens);
  writeFileSync(configuration, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const variables = { SOFTHSM2_CONF: configuration };
  const run = (...args: string[]) =>
    execFileSync("softhsm2-util", args, { env: { ...process.env, ...variables }, stdio: "pipe" });
  return {
    module,
    folder,
    variables,
    addToken: (label) => run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN),
    addKey: (token, label, attributes) => {
      const asked = JSON.stringify({ module, token, label, attributes, pin: PIN });
      execFileSync(process.execPath, ["server/testing/signing/add-key.cjs", asked], {
        env: { ...process.env, ...variables },
        stdio: "pipe",
      });
    },
    takeTokensAway: () => {
      renameSync(tokens, `${tokens}.away`);
      mkdirSync(tokens);
    },
    putTokensBack: () => {
      rmSync(tokens, { recursive: true });
      renameSync(`${tokens}.away`, tokens);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
