import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { connect } from "node:tls";
import type { PosixMs } from "@/server/domain/units";
import type { CertificatePlace } from "../rule";

const PATIENCE_MS = 5_000;
const HTTPS_PORT = 443;

/** When a certificate ends: the one that a server shows, or the first in a file. Throws if there is none to be seen. */
export async function readCertificateEnd(place: CertificatePlace): Promise<PosixMs> {
  if ("file" in place) return Date.parse(new X509Certificate(await readFile(place.file)).validTo);
  return endShownAt(place.url);
}

/** Whether it is to be trusted is not asked here: one that has ended is to be seen too. */
function endShownAt(url: string): Promise<PosixMs> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === "" ? HTTPS_PORT : Number(port),
      servername: /^[\d.]+$|:/.test(host) ? "" : host,
      rejectUnauthorized: false,
      timeout: PATIENCE_MS,
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    // The time-out above is of silence alone.
    const timer = setTimeout(() => fail(new Error(`${hostname} shows no certificate in time`)), PATIENCE_MS);
    socket.once("close", () => clearTimeout(timer));
    socket.once("error", fail);
    socket.once("timeout", () => fail(new Error(`${hostname} shows no certificate in time`)));
    socket.once("secureConnect", () => {
      const end = Date.parse(socket.getPeerCertificate().valid_to);
      socket.destroy();
      if (Number.isNaN(end)) reject(new Error(`${hostname} shows no certificate`));
      else resolve(end);
    });
  });
}
