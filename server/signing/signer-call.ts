import http from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BODY_TYPE } from "./sign-body";

/** One question to a signer. */
export type Call = {
  readonly method: "GET" | "POST";
  /** Taken as fast as the signer reads it. */
  readonly body?: AsyncIterable<string>;
  readonly signal: AbortSignal;
};
type Door = {
  readonly secret: string;
  readonly ca: string | undefined;
  /** A socket of this machine, where the URL only says which route. */
  readonly socketPath: string | undefined;
};

/** More than a signer ever says. */
const MOST_ANSWER_BYTES = 1024 * 1024;

/** The signer took nothing for a while, or all too long. */
export class SignerLate extends Error {
  override readonly name = "SignerLate";
}

/**
 * Asks over node:http(s) and not with fetch, which cannot be told whose certificate to take. An answer may come before
 * the body is sent: the rest is not sent then.
 */
export async function callSigner(
  url: string,
  { method, body, signal, secret, ca, socketPath }: Call & Door,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { authorization: `Bearer ${secret}`, ...(body ? { "content-type": BODY_TYPE } : {}) };
  const { request } = url.startsWith("https:") ? https : http;
  const how = { method, headers, signal, ca, agent: false };
  const asking = socketPath === undefined ? request(url, how) : request(url, { ...how, socketPath });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    asking.once("response", resolve).once("error", reject);
  });
  try {
    const sent = body ? pipeline(Readable.from(body), asking) : asking.end();
    // Where the signer has answered, what became of the rest of the body does not matter.
    if (sent instanceof Promise) sent.catch(() => undefined);
    const answer = await answered;
    return { status: answer.statusCode ?? 0, text: await readText(answer) };
  } finally {
    asking.destroy();
  }
}

async function readText(answer: http.IncomingMessage): Promise<string> {
  const taken: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) break;
    taken.push(chunk);
  }
  return Buffer.concat(taken).toString("utf8");
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there. Start the signer, or correct the address",
  ENOENT: "there is no such socket. Start the signer, or correct the address",
  EACCES: "this user may not use the socket. Put it into the socket's group",
  ENOTFOUND: "there is no host of this name. Correct the address",
  EAI_AGAIN: "the name of the host could not be looked up",
  ECONNRESET: "it closed the connection before its answer",
  EPIPE: "it closed the connection before its answer",
  EPROTO: "it does not speak TLS. Say http:// where it runs without a certificate",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS. Say http:// where it runs without a certificate",
  EHOSTUNREACH: "there is no way to this host",
  ENETUNREACH: "there is no way to this network",
  ABORT_ERR: "it did not go on in time",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is not known here. Name it, or whoever signed it, with SIGNER_CA",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is not known here. Name whoever signed it with SIGNER_CA",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not known here. Name whoever signed it with SIGNER_CA",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is not known here. Name whoever signed it with SIGNER_CA",
};

/** Why no answer came, in our words. */
export function sayCallProblem(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const known = "code" in current ? PROBLEMS[String(current.code)] : undefined;
    if (known) return known;
  }
  return "the connection failed";
}
