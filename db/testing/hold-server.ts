import { type EmbeddedOptions, startEmbeddedPostgres } from "../embedded/start";

/**
 * A process that holds an embedded server until its standard input ends, for tests that kill it. The argument is JSON:
 * options of startEmbeddedPostgres, and `uid` to become an ordinary user first. Prints a line of JSON.
 */
const { uid, ...options } = JSON.parse(process.argv[2] ?? "{}") as EmbeddedOptions & { uid?: number };
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(uid);
  process.setuid?.(uid);
}
const server = await startEmbeddedPostgres(options);
console.log(JSON.stringify({ url: server.url, pid: server.pid, folder: server.folder, uid: process.getuid?.() }));
process.stdin.resume().once("end", async () => {
  await server.stop();
});
