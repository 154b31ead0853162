// Shared by the bootstrapping scripts. Plain Node: they run before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Fails with a readable message if Node is too old. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old. Install 20.19 or newer (24 recommended).`);
  process.exit(1);
}

/** Installs the locked dependencies if they are missing or outdated. */
export function ensureInstalled() {
  const lock = path.join(root, "package-lock.json");
  const installed = path.join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error("Installing dependencies (npm ci) …");
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.status === 0) return;
  console.error("npm ci failed (see above). It needs the npm registry, or a cache of it.");
  process.exit(1);
}

/** Builds the web application unless the build is of the current sources. */
export function ensureBuilt() {
  const stamp = path.join(root, ".next", "built-from");
  const current = sourceStamp();
  const page = path.join(root, "public", "offline-signer.html");
  if (
    existsSync(page) &&
    existsSync(stamp) &&
    current !== null &&
    spawnSync("cat", [stamp], { encoding: "utf8" }).stdout === current
  )
    return;
  console.error("Building the web application (npm run build) …");
  const result = spawnSync("npm", ["run", "-s", "build"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (result.status !== 0) {
    console.error("The build failed (see above).");
    process.exit(1);
  }
  if (current !== null) spawnSync("sh", ["-c", `printf %s '${current}' > '${stamp}'`]);
}

/** A Chromium of the system, or Playwright's own; null if there is none. */
export function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    if (found) return found;
  }
  const own =
    "import('@playwright/test').then(async ({chromium}) => { const p = chromium.executablePath(); (await import('node:fs')).accessSync(p); console.log(p); })";
  const found = spawnSync(process.execPath, ["-e", own], { cwd: root, encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : null;
}

const groups = new Set();
let interruption = null;

/** The signal that asked this process to stop, or null. It was passed on to what runs. */
export const interruptedBy = () => interruption;

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

let isPassingOn = false;
function passSignalsOn() {
  if (isPassingOn) return;
  isPassingOn = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => {
      interruption = signal;
      for (const pid of groups) signalGroup(pid, signal);
    });
  process.on("exit", () => {
    for (const pid of groups) signalGroup(pid, "SIGKILL");
  });
}

/** Runs a program in its own process group, so that nothing it starts outlives it. Resolves to its exit code. */
export function runToEnd(command, args, options = {}) {
  if (interruption) return Promise.resolve(1);
  passSignalsOn();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
    ...options,
  });
  if (child.pid) groups.add(child.pid);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`Cannot start ${command}: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      signalGroup(child.pid, "SIGKILL");
      groups.delete(child.pid);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** A hash of everything that the build reads; null outside a git checkout (then it always builds). */
function sourceStamp() {
  const listed = spawnSync(
    "git",
    [
      "ls-files",
      "-co",
      "--exclude-standard",
      "app",
      "components",
      "server",
      "db",
      "contracts/plutus.json",
      "scripts/offline",
      "scripts/offline-page.mjs",
      "package-lock.json",
      "instrumentation.ts",
      "proxy.ts",
      "next.config.ts",
      "postcss.config.mjs",
      "tsconfig.json",
    ],
    { cwd: root, encoding: "utf8" },
  );
  if (listed.status !== 0) return null;
  const hashed = spawnSync("git", ["hash-object", "--stdin-paths"], {
    cwd: root,
    encoding: "utf8",
    input: listed.stdout
      .split("\n")
      .filter((file) => file && existsSync(path.join(root, file)))
      .join("\n"),
  });
  if (hashed.status !== 0) return null;
  const total = spawnSync("git", ["hash-object", "--stdin"], {
    cwd: root,
    encoding: "utf8",
    input: listed.stdout + hashed.stdout,
  });
  return total.status === 0 ? total.stdout.trim() : null;
}
