import { readKeyFile } from "@/server/signing/key-file";
import { heldBy, signPlan } from "@/server/signing/sign-plan";
import { openSignedPlans } from "@/server/signing/signed-plans";
import { startSignerServer } from "@/server/signing/signer-server";
import { runCommand, usageError } from "./command";

const USAGE = `npm run signer -- --act propose|approve --key-file FILE --state-file FILE --network LABEL --pool POLICY_ID
    --daily-limit LOVELACE [--port N] [--exit-with-parent]

Holds one key and signs plans after computing them again from their reports. Callers must know SIGNER_SECRET. Listens on
127.0.0.1 and prints {"ready":true,"port":N,"publicKey":"..."}.`;

const OPTIONS = {
  act: { type: "string" },
  "key-file": { type: "string" },
  "state-file": { type: "string" },
  network: { type: "string" },
  pool: { type: "string" },
  "daily-limit": { type: "string" },
  port: { type: "string", default: "0" },
  "exit-with-parent": { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const secret = process.env.SIGNER_SECRET ?? "";
  if (secret.length < 32)
    throw usageError("SIGNER_SECRET must have at least 32 characters. Create one with: openssl rand -hex 32");
  const { act, network, pool } = values;
  if (act !== "propose" && act !== "approve") throw usageError(`--act must be propose or approve, not "${act ?? ""}".`);
  if (!values["key-file"] || !values["state-file"]) throw usageError("--key-file and --state-file are required.");
  if (!network) throw usageError("--network is required: the label that approval texts begin with, such as preprod.");
  if (!pool || !/^[0-9a-f]{56}$/.test(pool))
    throw usageError("--pool must be the pool's policy id (56 hexadecimal digits).");
  const limit = values["daily-limit"] ?? "";
  if (!/^[1-9][0-9]*$/.test(limit)) throw usageError(`--daily-limit must be a number of lovelace, not "${limit}".`);

  const key = await readKeyFile(values["key-file"]);
  const signed = openSignedPlans(values["state-file"]);
  const policy = { act, network, policyId: pool, dailyLimitLovelace: BigInt(limit) } as const;
  const server = await startSignerServer({
    port: Number(values.port),
    secret,
    publicKey: key.publicKey,
    sign: (request) => signPlan(key, policy, signed, request),
    held: (state) => heldBy(policy, signed, state),
  });
  console.log(JSON.stringify({ ready: true, port: server.port, publicKey: key.publicKey }));
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    if (values["exit-with-parent"]) process.stdin.resume().once("end", () => resolve());
  });
  // An open stdin would keep the process alive.
  process.stdin.destroy();
  await server.stop();
});
