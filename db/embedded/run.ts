import { execFile } from "node:child_process";

/** The operating-system user of a process; `undefined` means our own. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** The environment of the server's programs: nothing of ours, so that no secret reaches them. */
export const SERVER_ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_MESSAGES: "C",
  TZ: "UTC",
} as unknown as NodeJS.ProcessEnv; // Next.js declares NODE_ENV as always present.

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program to its end as `user`. Never throws. The output is stdout and stderr together. */
export function runProgram(file: string, args: readonly string[], user?: ServerUser): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { ...user, cwd: "/", env: SERVER_ENVIRONMENT, encoding: "utf8" as const };
    execFile(file, [...args], options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: output || (error?.message ?? "") });
    });
  });
}

/** Whether `user` may read a file, or enter, list and (with `write`) change a folder. Asks the kernel. */
export async function canUse(path: string, user: ServerUser | undefined, write = false): Promise<boolean> {
  const test = `test -r "$1" && { test ! -d "$1" || test -x "$1"; }${write ? ' && test -w "$1"' : ""}`;
  return (await runProgram("/bin/sh", ["-c", test, "sh", path], user)).ok;
}

/** Whether `user` may enter a folder, which takes less than listing it. */
export async function canEnter(folder: string, user: ServerUser | undefined): Promise<boolean> {
  return (await runProgram("/bin/sh", ["-c", 'cd "$1"', "sh", folder], user)).ok;
}
