import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { problemsOf } from "@/server/domain/fields";
import { shown } from "@/server/domain/shown";
import { secret } from "@/server/env/secret";
import { variable } from "@/server/env/variable";
import { readPrivateFile } from "@/server/files/read-private";
import { readCertificate } from "@/server/signing/certificate";
import type { SignerTls } from "@/server/signing/signer-server";
import { usageError } from "../command";

/** Where the signer listens, and what a caller must know. */
type Door = { readonly host: string; readonly secret: string; readonly tls: SignerTls | null };

/** Reads SIGNER_SECRET, SIGNER_HOST, SIGNER_TLS_CERT and SIGNER_TLS_KEY. Its errors say what is right. */
export async function readDoor(variables: Readonly<Record<string, string | undefined>>): Promise<Door> {
  const known = readSecret(variables.SIGNER_SECRET || undefined);
  const host = variables.SIGNER_HOST || "127.0.0.1";
  if (isIP(host) === 0) {
    throw usageError(
      `SIGNER_HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, not ${shown(host)}.`,
    );
  }
  const { SIGNER_TLS_CERT: cert, SIGNER_TLS_KEY: key } = variables;
  if (Boolean(cert) !== Boolean(key)) throw usageError("SIGNER_TLS_CERT and SIGNER_TLS_KEY are needed together.");
  const tls = cert && key ? await readTls(cert, key) : null;
  if (tls === null && !isLoopback(host)) {
    throw usageError(
      `SIGNER_HOST is ${host}, where other machines reach this signer, so it needs TLS: name the files of a ` +
        "certificate and its key with SIGNER_TLS_CERT and SIGNER_TLS_KEY. Or leave SIGNER_HOST away and use a tunnel.",
    );
  }
  return { host, secret: known, tls };
}

/** As strictly as the server reads it. */
function readSecret(given: string | undefined): string {
  if (given === undefined) throw usageError("SIGNER_SECRET is not set. Create one with: openssl rand -hex 32");
  const read = variable(secret).safeParse(given);
  if (read.success) return read.data;
  throw usageError(`SIGNER_SECRET ${problemsOf(read.error)[0]?.problem}.`);
}

function isLoopback(host: string): boolean {
  return host === "::1" || /^(::ffff:)?127\./i.test(host);
}

async function readTls(certFile: string, keyFile: string): Promise<SignerTls> {
  const tls = { cert: await readCertificate(certFile), key: await readPrivateFile(keyFile) };
  try {
    createSecureContext(tls);
    return tls;
  } catch {
    throw usageError(
      "SIGNER_TLS_KEY must be the private key of the certificate in SIGNER_TLS_CERT, in PEM, without a passphrase.",
    );
  }
}
