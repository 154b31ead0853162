import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endProcess } from "@/server/engine/process";

const REQUIREMENTS = "e2e/fuzz/requirements.txt";
const PYTHON = "Install Python 3.11 or newer with its venv module: apt-get install python3 python3-venv";

/**
 * Schemathesis in an environment of its own under .cache, made once for each list of versions. Gives the program's
 * path. Throws in words if there is no Python, or no registry that has the packages.
 */
export function installSchemathesis(): string {
  const wanted = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const directory = path.resolve(".cache/schemathesis", wanted);
  const program = path.join(directory, "bin", "schemathesis");
  const done = path.join(directory, "installed");
  if (existsSync(done)) return program;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(path.dirname(directory), { recursive: true });
  const version = spawnSync("python3", ["-c", "import sys; print(sys.version_info >= (3, 11))"], { encoding: "utf8" });
  if (version.stdout?.trim() !== "True") throw new Error(`There is no Python that will do. ${PYTHON}`);
  if (!succeeds("python3", ["-m", "venv", directory])) throw new Error(`Python cannot make an environment. ${PYTHON}`);
  const pip = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", REQUIREMENTS];
  if (!succeeds(path.join(directory, "bin", "pip"), pip)) {
    throw new Error(`pip could not install ${REQUIREMENTS} (see above). It needs PyPI, or a mirror of it.`);
  }
  writeFileSync(done, "");
  return program;
}

const succeeds = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;

/** Runs it to its end, with its words on our stderr. Ends it if this process is asked to end. */
export async function runSchemathesis(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: ["ignore", 2, 2], env: { ...process.env, NO_COLOR: "1" } });
  const end = () => void endProcess(child);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
