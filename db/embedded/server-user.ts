import { stat } from "node:fs/promises";
import { DatabaseError } from "../errors";
import { runProgram, type ServerUser } from "./run";

const ACCOUNT = "postgres";

async function findAccount(name: string): Promise<ServerUser | undefined> {
  const [uid, gid] = await Promise.all([runProgram("id", ["-u", name]), runProgram("id", ["-g", name])]);
  if (!uid.ok || !gid.ok) return undefined;
  return { uid: Number.parseInt(uid.output, 10), gid: Number.parseInt(gid.output, 10) };
}

async function createAccount(): Promise<void> {
  const ways: [string, string[]][] = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", ACCOUNT]],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", ACCOUNT]],
  ];
  const complaints: string[] = [];
  for (const [program, args] of ways) {
    const outcome = await runProgram(program, args);
    if (outcome.ok) return;
    complaints.push(`${program}: ${outcome.output}`);
  }
  throw new DatabaseError(
    "server-user",
    `PostgreSQL refuses to run as root, and no user "${ACCOUNT}" could be created for it (${complaints.join("; ")}). ` +
      `Create a system user "${ACCOUNT}", or run as an ordinary user, or set DATABASE_URL to a server of your own.`,
  );
}

/**
 * The user that the embedded server runs as: ourselves, unless we are root, which PostgreSQL refuses. Then it is the
 * owner of existing data (created by an ordinary user), else `postgres`, created if missing. `undefined` means
 * ourselves. Throws if existing data belong to a user that we cannot become.
 */
export async function chooseServerUser(clusterDirectory: string): Promise<ServerUser | undefined> {
  const ownUid = process.getuid?.();
  if (ownUid === undefined) {
    throw new DatabaseError(
      "server-user",
      "The embedded PostgreSQL runs on Linux and macOS only: set DATABASE_URL to a PostgreSQL server, 15 or newer.",
    );
  }
  const owner = await stat(clusterDirectory).catch(() => undefined);
  if (ownUid !== 0) {
    if (owner && owner.uid !== ownUid) {
      throw new DatabaseError(
        "data-directory",
        `The database in ${clusterDirectory} belongs to the user with id ${owner.uid}, but this process runs as ` +
          `${ownUid}. Run as that user (or as root, if root created it), or name another folder.`,
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = await findAccount(ACCOUNT);
  if (account) return account;
  await createAccount();
  const created = await findAccount(ACCOUNT);
  if (!created) throw new DatabaseError("server-user", `The user "${ACCOUNT}" was created but cannot be found.`);
  return created;
}
