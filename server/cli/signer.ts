import { isMainnet } from "@/server/domain/cardano/network";
import { shown } from "@/server/domain/shown";
import { createLogger } from "@/server/logger";
import { noteSecurity } from "@/server/services/security-log";
import { checkRecord } from "@/server/signing/check-pool";
import { openSignedPlans } from "@/server/signing/record-file";
import { heldBy, type SignerPolicy, signPlan } from "@/server/signing/sign-plan";
import { startSignerServer } from "@/server/signing/signer-server";
import { VERSION } from "@/server/version";
import { runCommand, usageError } from "./command";
import { forbidCoreDumps } from "./core-dumps";
import { MODULE_USAGE } from "./module/options";
import { readNetwork } from "./read-network";
import { openLook, WITHOUT_CHAIN } from "./signer/chain";
import { readDoor } from "./signer/door";
import { KEY_OPTIONS, openKey } from "./signer/open-key";
import { readPolicy } from "./signer/policy";

const USAGE = `npm run signer -- --act propose|approve --key-file FILE --state-file FILE --network N --pool POLICY_ID
    --daily-limit LOVELACE [--hourly-limit LOVELACE] [--recipient-limit LOVELACE] [--longest-deadline HOURS]
    [--passphrase-file FILE] [--port N | --socket FILE] [--without-chain] [--exit-with-parent]
npm run signer -- --act propose|approve --module FILE --token LABEL --key-label TEXT --pin-file FILE --state-file FILE ...

Holds one key and signs plans after computing them again from their reports. Callers must know SIGNER_SECRET. Prints
{"ready":true,"port":N,"publicKey":"..."}, and logs each signature, refusal and wrong secret on stderr.

  --network N             mainnet, preprod, preview, or a network magic
  --state-file FILE       its record of what it signed (npm run signer-record): on mainnet it must be there already
  --passphrase-file FILE  what opens a sealed key, in a file of its owner's alone; otherwise it asks on the terminal
  --daily-limit N         the most that all it signs on a day (UTC) may pay
  --hourly-limit N        the same for any hour
  --recipient-limit N     the most that one address may get by one plan
  --longest-deadline N    the furthest deadline that it signs, in hours from now (default 72)
  --port N                where it listens (default 0: any free port)
  --socket FILE           listens on a socket of this machine instead; the server names it as unix:FILE
  --without-chain         on mainnet: takes the server's word for the state of the pool

With a chain source in its own environment (BLOCKFROST_URL, or another of SOURCES) it looks at the chain itself: it signs
only for the state that the pool is in, and only with a record that has what the chain shows. OPERATIONS.md, "Signers".

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
  "hourly-limit": { type: "string" },
  "recipient-limit": { type: "string" },
  "longest-deadline": { type: "string" },
  port: { type: "string" },
  socket: { type: "string" },
  "without-chain": { type: "boolean", default: false },
  "exit-with-parent": { type: "boolean", default: false },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const { network, "state-file": stateFile, socket = null } = values;
  if (!network) throw usageError("--network is missing. Say mainnet, preprod, preview, or the network's magic.");
  const networkMagic = readNetwork(network);
  forbidCoreDumps({ isRefused: isMainnet(networkMagic) });
  const limits = readPolicy(values, networkMagic);
  if (socket !== null && values.port !== undefined) throw usageError("Say --port or --socket, not both.");
  const port = readPort(values.port ?? "0");
  if (!stateFile) throw usageError("--state-file is missing: where the signer keeps its record of what it signed.");
  const door = await readDoor(process.env);
  if (socket !== null && door.tls) throw usageError("Nothing leaves the machine by --socket: leave SIGNER_TLS_* away.");
  const withoutChain = values["without-chain"];
  const look = openLook(process.env, { networkMagic, policyId: limits.policyId, withoutChain });
  const signed = openSignedPlans(stateFile, isMainnet(networkMagic) ? "refuse" : "begin");
  // Without its record it may sign nothing: it must not be asked first.
  await signed.read();
  const key = await openKey(values, { stateFile, networkMagic, variables: process.env });
  const chain = look && { look, record: checkRecord(look, { ...limits, signed, publicKey: key.publicKey }) };
  const policy: SignerPolicy = { ...limits, chain };
  const log = createLogger("info");
  for (const remark of key.remarks) log.warn(remark);
  const server = await startSignerServer({
    ...door,
    port,
    socket,
    publicKey: key.publicKey,
    version: VERSION,
    sign: (request) => signPlan(key, policy, signed, request),
    held: (state) => heldBy(policy, signed, state),
    note: (event) => noteSecurity(log, event),
    failed: (error, reference) => log.error({ err: error, reference }, "the signer failed"),
  });
  const place = socket === null ? { port: server.port } : { socket };
  console.log(JSON.stringify({ ready: true, ...place, publicKey: key.publicKey }));
  // It starts all the same: whoever asks is told, and what is wrong may pass.
  const why = chain ? await chain.record.why() : WITHOUT_CHAIN;
  if (why !== null) log.warn(why);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    if (values["exit-with-parent"]) process.stdin.resume().once("end", () => resolve());
  });
  // An open stdin would keep the process alive.
  process.stdin.destroy();
  await server.stop();
  await key.close();
});

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageError(`--port must be a port from 0 to 65535, not ${shown(text)}.`);
}
