import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { type ModuleAnswer, type ModuleAnswers, type ModuleCall, ModuleError } from "./calls";
import type { ModuleVariables } from "./module-variables";

/** Until the process listens, on a machine that has much to do: no module is at work yet. */
const START_MS = 30_000;

type CallOf<A extends ModuleCall["ask"]> = Extract<ModuleCall, { readonly ask: A }>;

/** A process with one module in it, for one caller at a time. */
export type ModuleProcess = {
  /** Throws a ModuleError: the module's refusal in words; that it did not answer in `withinMs`; that it crashed. */
  ask<A extends ModuleCall["ask"]>(call: CallOf<A>, withinMs: number): Promise<ModuleAnswers[A]>;
  /** Ends the process, whatever it does: nothing of it is left. */
  kill(): void;
};

/**
 * Starts a process for a module. A call that hangs in a module cannot be taken back: a thread that is in one keeps the
 * whole program from ending, and a process can be killed. It has no secrets of the signer's, and learns a PIN by a
 * message, never by an argument or a variable.
 */
export function startModule({ chosen }: ModuleVariables): ModuleProcess {
  const child = fork(path.join(import.meta.dirname, "child.ts"), [], {
    execArgv: ["--import", "tsx"],
    // Whatever Next.js wants of every environment: this one is the module's.
    env: chosen as NodeJS.ProcessEnv,
    // Its output is for people: the signer's own output is a protocol.
    stdio: ["ignore", 2, 2, "ipc"],
  });
  // It keeps nobody waiting: whoever asks does.
  child.unref();
  child.channel?.unref();
  const kill = () => {
    child.kill("SIGKILL");
    if (child.connected) child.disconnect();
  };
  const ready = hear(child, START_MS, "The module's process did not start");
  // Whoever asks first is told.
  ready.catch(() => undefined);
  return {
    kill,
    ask: async <A extends ModuleCall["ask"]>(call: CallOf<A>, withinMs: number) => {
      const answer = await askOnce(call, withinMs).catch((error: unknown) => {
        kill();
        throw error;
      });
      if (!answer.ok) throw new ModuleError(answer.kind, answer.problem, {}, answer.isPinRefused);
      // The child's answer to this very call: both sides are this program.
      return answer.value as ModuleAnswers[A];
    },
  };

  async function askOnce(call: ModuleCall, withinMs: number): Promise<ModuleAnswer> {
    await ready;
    const answer = hear<ModuleAnswer>(child, withinMs, `The module did not answer (${call.ask})`);
    // One that cannot be told has ended, which is heard.
    if (child.connected) child.send(call, () => undefined);
    return answer;
  }
}

/** The next message of the process. Throws a ModuleError if it ends, or does not come in time. */
function hear<T>(child: ChildProcess, withinMs: number, silent: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (problem: string) => {
      leave();
      reject(new ModuleError("module", problem));
    };
    const late = setTimeout(
      () =>
        fail(
          `${silent} within ${withinMs / 1000} seconds, and its process was ended. See to the device and its driver.`,
        ),
      withinMs,
    );
    const ended = (code: number | null, signal: string | null) =>
      fail(`The module's process ended by itself (${signal ?? `code ${code}`}): its library has crashed.`);
    const failed = () => fail("The module's process cannot be started or reached.");
    const answered = (message: T) => {
      leave();
      resolve(message);
    };
    function leave() {
      clearTimeout(late);
      child.off("exit", ended).off("error", failed).off("message", answered);
    }
    child.on("exit", ended).on("error", failed).on("message", answered);
    if (child.exitCode !== null || child.signalCode !== null) ended(child.exitCode, child.signalCode);
  });
}
