import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Database } from "@/db/client";
import { makeSecretBox } from "@/server/services/people/secret-box";
import type { Deployment } from "@/server/services/pool/deployment";
import { playGame } from "./game/play-game";
import type { GameResult } from "./game/types";
import type { Network } from "./network";
import type { DemoOptions } from "./options";
import { type DemoAdmin, makeAdmins } from "./people";
import { type DemoKeys, demoTerms, makeKeys, setUpPool } from "./pool";
import type { Processes } from "./processes";
import { type Signers, startSigners } from "./signers";
import type { Stages } from "./stages";
import { startWeb, type Web } from "./web";

/** The whole product, running. */
export type Product = {
  readonly options: DemoOptions;
  readonly processes: Processes;
  readonly stages: Stages;
  readonly db: Database;
  readonly network: Network;
  readonly game: GameResult;
  readonly keys: DemoKeys;
  readonly deployment: Deployment;
  readonly admins: readonly DemoAdmin[];
  readonly signers: Signers;
  readonly web: Web;
};

type Base = Pick<Product, "options" | "processes" | "stages" | "db" | "network"> & {
  readonly directory: string;
  readonly databaseUrl: string;
  readonly auditKey: string;
};

const GAME_SEED = 1;

/** Plays the game, deploys the pool for it, and starts signers and the web application. */
export async function setUp(base: Base): Promise<Product> {
  const { options, processes, stages, directory, db, network } = base;
  const game = await stages.run("game", `Playing a game of ${options.players}`, (progress) =>
    playGame({
      source: network.source,
      fundingSeed: network.fundingSeed,
      players: options.players,
      seed: GAME_SEED,
      onProgress: ({ stage, done, total }) => progress(`${stage} ${done} of ${total}`),
    }),
  );
  const keys = await makeKeys(path.join(directory, "keys"));
  const terms = demoTerms(options);
  const deployment = await stages.run("deploy", "Deploying the contract", (progress) =>
    setUpPool({ db, network, keys, game, terms }, progress),
  );
  const { signers, admins, web } = await stages.run("start", "Starting signers and web", async () => {
    const sealingKey = randomBytes(32).toString("hex");
    const admins = await makeAdmins(db, keys.approvers, makeSecretBox(sealingKey));
    const signers = await startSigners(processes, keys, { deployment, network, withApprovers: options.auto });
    const { databaseUrl, auditKey } = base;
    const web = await startWeb(processes, {
      databaseUrl,
      network,
      keys,
      signers,
      directory,
      sealingKey,
      auditKey,
      port: options.port,
    });
    return { signers, admins, web };
  });
  return { options, processes, stages, db, network, game, keys, deployment, admins, signers, web };
}
