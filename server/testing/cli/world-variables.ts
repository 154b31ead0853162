import { TEST_SECRETS } from "../secrets";
import type { World } from "../services/world";
import { NETWORK_MAGIC } from "../services/world-terms";

/** The environment of a command or a process that works on this world. Nobody answers at its site. */
export const worldVariables = ({ database, devnet, reportDirectory }: World) => ({
  ...TEST_SECRETS,
  DATABASE_URL: database.url,
  BLOCKFROST_URL: devnet.url,
  NETWORK_MAGIC: String(NETWORK_MAGIC),
  NEXTAUTH_URL: "http://127.0.0.1:1",
  REPORT_DIR: reportDirectory,
});
