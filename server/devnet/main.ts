import { inWords, runCommand, usageError } from "@/server/cli/command";
import { OPTIONS, readOptions, USAGE } from "./options";
import { startDevnet } from "./start";

/*
 * The devnet as a process. When ready it prints one line of JSON on stdout: url, controlUrl, fundingAddress, and
 * koiosUrl and its like for the dialects that were asked for. It exits with 0 on SIGTERM or SIGINT, or when its parent
 * is gone (--exit-with-parent); with 2 if it cannot start.
 */
await runCommand({ usage: USAGE, options: OPTIONS, isAlone: true }, async (given) => {
  const { exitWithParent, options } = await readOptions(given);
  const devnet = await startDevnet({ ...options, onFailure: (cause) => console.error(cause) }).catch(
    (cause: unknown) => {
      throw usageError(inWords(cause));
    },
  );
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    devnet.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (exitWithParent) {
    process.once("disconnect", stop);
    process.stdin.once("end", stop).once("close", stop).resume();
  }
  const { url, controlUrl, stop: _stop, systemStartMs: _systemStartMs, ...dialects } = devnet;
  const fundingAddress = options.funding?.address ?? null;
  process.stdout.write(`${JSON.stringify({ url, controlUrl, fundingAddress, ...dialects })}\n`);
});
