import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chooseVariables, type ModuleVariables } from "@/server/signing/pkcs11/module-variables";
import { openSoftHsm, type SoftHsm } from "./softhsm";

/** SoftHSM2 behind a module that fails where a test says so (faulty-module.c). */
export type FaultySoftHsm = SoftHsm & {
  /** `what` is hang, wrong, crash, or the number of an answer of the standard. */
  fail(call: "sign" | "login", what: string, often: "once" | "always"): void;
  heal(): void;
  /** How often a PIN was tried. */
  logins(): number;
  /** What its library saw of the environment when it was loaded last, by name. */
  seen(): readonly string[];
  /** What `variables` has beside what every module gets. */
  readonly named: readonly string[];
  readonly forModule: ModuleVariables;
};

export function openFaultySoftHsm(): FaultySoftHsm {
  const real = openSoftHsm();
  const module = path.join(real.folder, "faulty.so");
  const [fault, log] = [path.join(real.folder, "fault"), path.join(real.folder, "logins")];
  const source = path.join(import.meta.dirname, "faulty-module.c");
  if (spawnSync("cc", ["--version"]).error) {
    throw new Error("A C compiler is missing. Install it with: apt-get install gcc libc6-dev");
  }
  execFileSync("cc", ["-shared", "-fPIC", "-o", module, source, "-I", "node_modules/pkcs11js/includes/pkcs11", "-ldl"]);
  const own = { REAL_MODULE: real.module, FAULT: fault, LOGINS: log };
  const variables = { ...real.variables, ...own };
  return {
    ...real,
    module,
    variables,
    named: Object.keys(own),
    forModule: chooseVariables(variables, Object.keys(own)),
    seen: () => readFileSync(`${fault}.environ`, "utf8").trim().split("\n").sort(),
    fail: (call, what, often) => writeFileSync(`${fault}.${call}`, `${what} ${often}\n`),
    heal: () => {
      for (const call of ["sign", "login"]) rmSync(`${fault}.${call}`, { force: true });
    },
    logins: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").length - 1 : 0),
  };
}
