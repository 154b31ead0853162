import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/server/cli/port";
import { waitFor } from "./holder";

export interface Pooler {
  /** The database's address through the pooler, without parameters. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Files that its user can read. */
export interface Tls {
  readonly key: string;
  readonly certificate: string;
}

/** PgBouncer in front of the database at `url`, as Debian ships it but for its mode. Throws if it is not installed. */
export async function startPgBouncer(url: string, mode: "session" | "transaction", tls?: Tls): Promise<Pooler> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = pathname.slice(1);
  const listenPort = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), "pgbouncer-"));
  const config = path.join(folder, "pgbouncer.ini");
  const users = path.join(folder, "users.txt");
  const plain = [username, password].map(decodeURIComponent);
  await writeFile(users, `"${plain[0]}" "${plain[1]}"\n`);
  await writeFile(
    config,
    `[databases]
${database} = host=${hostname} port=${port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = ${mode === "session" ? 20 : 3}
${tls ? `client_tls_sslmode = require\nclient_tls_key_file = ${tls.key}\nclient_tls_cert_file = ${tls.certificate}` : ""}
`,
  );
  await chmod(folder, 0o755);
  const child = await run(config);
  const stop = async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  };
  await waitFor("PgBouncer listens", () => answers(listenPort));
  return { url: url.replace(`${hostname}:${port}`, `127.0.0.1:${listenPort}`), stop };
}

/** It does not run as root. */
async function run(config: string): Promise<ChildProcess> {
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const child: ChildProcess = spawn("pgbouncer", [...user, config], { stdio: "ignore", env });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(new Error("PgBouncer is not installed. Install it: apt-get install pgbouncer", { cause })),
    );
  });
  return child;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
