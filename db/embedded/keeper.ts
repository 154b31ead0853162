import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, constants, existsSync, openSync, readdirSync, writeSync } from "node:fs";
import { chown, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "../errors";
import type { ServerFolder } from "./folder";
import { identifyProcess } from "./process-identity";
import { runProgram, SERVER_ENVIRONMENT } from "./run";

/*
 * A keeper is the server's parent. Every process that uses the server holds the writing end of one named pipe, which
 * the kernel closes however the process ends, kill -9 included. When the last is closed, the keeper reads end-of-file
 * and stops the server. So no server outlives its users, and none loses it early.
 *
 * To join, a process opens the pipe and writes its name. It has joined when the keeper has put that name into holders/.
 * After end-of-file the keeper no longer answers, so a latecomer knows that it must start a new one.
 *
 * The keeper is a shell script because the server's user may not be able to enter Node's folders.
 */
const KEEPER = `
folder=$1 ending=$2; shift 2
exec 3<&0 </dev/null
"$@" 3<&- >>"$folder/server.log" 2>&1 &
server=$!
{
  while read -r holder <&3; do : >"$folder/holders/$holder"; done
  exec 3<&-
  : >"$folder/ended"
  kill -s "$ending" "$server"
} &
guard=$!
exec 3<&-
wait "$server"; status=$?
kill "$guard"
if [ "$ending" = QUIT ] && [ -e "$folder/ended" ]; then rm -rf "$folder"; fi
exit "$status"
`;

const JOIN_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

/** Our share in a running server. */
export interface Hold {
  /** Resolves with the exit status when the keeper ends; undefined if another process started the server. */
  readonly keeperExit: Promise<number | null> | undefined;
  /** Gives up our share. True if no other live process has one: then the server is stopping. */
  release(): Promise<boolean>;
}

const pipeOf = (folder: ServerFolder) => path.join(folder.path, "keeper.fifo");
const holdersOf = (folder: ServerFolder) => path.join(folder.path, "holders");

function makeHolderName(): string {
  return `${identifyProcess(process.pid)}~${randomBytes(4).toString("hex")}`;
}

function makeHold(folder: ServerFolder, fd: number, name: string, keeper?: ChildProcess): Hold {
  const keeperExit = keeper
    ? new Promise<number | null>((resolve) => {
        keeper.once("exit", resolve);
        keeper.once("error", () => resolve(null));
      })
    : undefined;
  // A process that forgets to stop can still end, and the server with it.
  keeper?.unref();
  let last: boolean | undefined;
  return {
    keeperExit,
    async release() {
      if (last !== undefined) return last;
      last = false;
      await rm(path.join(holdersOf(folder), name), { force: true });
      closeSync(fd);
      const others = existsSync(holdersOf(folder)) ? readdirSync(holdersOf(folder)) : [];
      last = !others.some((other) => {
        const identity = other.split("~")[0] ?? "";
        return identifyProcess(Number.parseInt(identity, 10)) === identity;
      });
      // Only a process that waits for the server's end is kept alive.
      if (last) keeper?.ref();
      return last;
    },
  };
}

/** The writing end of the keeper's pipe, or undefined if no keeper reads from it. */
function openPipe(folder: ServerFolder): number | undefined {
  try {
    return openSync(pipeOf(folder), constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENXIO" || code === "ENOENT") return undefined;
    throw error;
  }
}

/** Takes a share in the server that runs in `folder`; undefined if there is no keeper, or it is ending. */
export async function joinKeeper(folder: ServerFolder): Promise<Hold | undefined> {
  const fd = openPipe(folder);
  if (fd === undefined) return undefined;
  const name = makeHolderName();
  const hold = makeHold(folder, fd, name);
  try {
    writeSync(fd, `${name}\n`);
    const deadline = Date.now() + JOIN_TIMEOUT_MS;
    while (!existsSync(path.join(holdersOf(folder), name))) {
      const probe = openPipe(folder);
      if (probe !== undefined) closeSync(probe);
      if (probe === undefined || Date.now() > deadline) {
        await hold.release();
        return undefined;
      }
      await sleep(POLL_MS);
    }
    return hold;
  } catch (error) {
    await hold.release();
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return undefined;
    throw error;
  }
}

/** Starts `command` under a keeper and takes the first share in it. */
export async function startKeeper(folder: ServerFolder, command: readonly string[], ephemeral: boolean): Promise<Hold> {
  const pipe = pipeOf(folder);
  for (const file of [pipe, path.join(folder.path, "ended")]) await rm(file, { force: true });
  await rm(holdersOf(folder), { recursive: true, force: true });
  await mkdir(holdersOf(folder), { mode: 0o700 });
  if (folder.user) await chown(holdersOf(folder), folder.user.uid, folder.user.gid);
  const made = await runProgram("mkfifo", ["-m", "600", pipe], folder.user);
  if (!made.ok) throw new DatabaseError("data-directory", `Cannot create a named pipe: ${made.output}`);

  // A pipe opens for writing only with a reader, and opening for reading waits for a writer.
  const opener = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const fd = openSync(pipe, constants.O_WRONLY);
  const reader = openSync(pipe, constants.O_RDONLY);
  closeSync(opener);
  const name = makeHolderName();
  writeSync(fd, `${name}\n`);
  const keeper = spawn("/bin/sh", ["-c", KEEPER, "keeper", folder.path, ephemeral ? "QUIT" : "INT", ...command], {
    ...folder.user,
    cwd: "/",
    env: SERVER_ENVIRONMENT,
    stdio: [reader, "ignore", "ignore"],
    detached: true,
  });
  closeSync(reader);
  return makeHold(folder, fd, name, keeper);
}
