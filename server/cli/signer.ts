import { networkLabel } from "@/server/domain/cardano/network";
import { shown } from "@/server/domain/shown";
import { createLogger } from "@/server/logger";
import { noteSecurity } from "@/server/services/security-log";
import { heldBy, type SignerPolicy, signPlan } from "@/server/signing/sign-plan";
import { openSignedPlans } from "@/server/signing/signed-plans";
import { startSignerServer } from "@/server/signing/signer-server";
import type { Arguments } from "./arguments";
import { runCommand, usageError } from "./command";
import { MODULE_USAGE } from "./module/options";
import { readNetwork } from "./read-network";
import { readDoor } from "./signer/door";
import { KEY_OPTIONS, openKey } from "./signer/open-key";

const USAGE = `npm run signer -- --act propose|approve --key-file FILE --state-file FILE --network N --pool POLICY_ID
    --daily-limit LOVELACE [--port N] [--exit-with-parent]
npm run signer -- --act propose|approve --module FILE --token LABEL --key-label TEXT --pin-file FILE --state-file FILE ...

Holds one key and signs plans after computing them again from their reports. Callers must know SIGNER_SECRET. Prints
{"ready":true,"port":N,"publicKey":"..."}, and logs each signature, refusal and wrong secret on stderr.

  --network N      mainnet, preprod, preview, or a network magic
  --port N         where it listens (default 0: any free port)

Instead of --key-file, a key in a hardware module (PKCS#11; npm run hsm makes one):
${MODULE_USAGE}

Listens on 127.0.0.1, or at the address SIGNER_HOST: other machines reach it only over TLS, with the files of
SIGNER_TLS_CERT and SIGNER_TLS_KEY. OPERATIONS.md, "A signer on another machine".`;

const OPTIONS = {
  act: { type: "string" },
  ...KEY_OPTIONS,
  "state-file": { type: "string" },
  network: { type: "string" },
  pool: { type: "string" },
  "daily-limit": { type: "string" },
  port: { type: "string", default: "0" },
  "exit-with-parent": { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const policy = readPolicy(values);
  const port = readPort(values.port);
  const stateFile = values["state-file"];
  if (!stateFile) throw usageError("--state-file is missing: where the signer keeps its record of what it signed.");
  const door = await readDoor(process.env);
  const signed = openSignedPlans(stateFile);
  // Without its record it may sign nothing: it must not be asked first.
  await signed.held("", 0);
  const key = await openKey(values, stateFile, process.env);
  const log = createLogger("info");
  for (const remark of key.remarks) log.warn(remark);
  const server = await startSignerServer({
    ...door,
    port,
    publicKey: key.publicKey,
    sign: (request) => signPlan(key, policy, signed, request),
    held: (state) => heldBy(policy, signed, state),
    note: (event) => noteSecurity(log, event),
    failed: (error, reference) => log.error({ err: error, reference }, "the signer failed"),
  });
  console.log(JSON.stringify({ ready: true, port: server.port, publicKey: key.publicKey }));
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    if (values["exit-with-parent"]) process.stdin.resume().once("end", () => resolve());
  });
  // An open stdin would keep the process alive.
  process.stdin.destroy();
  await server.stop();
  await key.close();
});

function readPolicy(values: Arguments<typeof OPTIONS>["values"]): SignerPolicy {
  const { act, network, pool = "", "daily-limit": limit = "" } = values;
  if (act !== "propose" && act !== "approve") {
    throw usageError(`--act must be propose or approve, not ${shown(act ?? "")}.`);
  }
  if (!network) throw usageError("--network is missing. Say mainnet, preprod, preview, or the network's magic.");
  if (!/^[0-9a-f]{56}$/.test(pool)) throw usageError("--pool must be the pool's policy id (56 hexadecimal digits).");
  if (!/^[1-9]\d{0,17}$/.test(limit)) {
    throw usageError(`--daily-limit must be a whole number of lovelace above 0, not ${shown(limit)}.`);
  }
  // As approval texts name it.
  return { act, network: networkLabel(readNetwork(network)), policyId: pool, dailyLimitLovelace: BigInt(limit) };
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageError(`--port must be a port from 0 to 65535, not ${shown(text)}.`);
}
