const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at this address. Start the server or correct the address.",
  ENOTFOUND: "there is no host of this name. Correct the address.",
  EAI_AGAIN: "the host name could not be looked up. Check this machine's network.",
  ECONNRESET: "the server closed the connection before its answer was complete.",
  EHOSTUNREACH: "there is no way to this host. Check this machine's network.",
  CERT_HAS_EXPIRED:
    "the server's certificate has run out, or this machine's clock is wrong. Whoever runs the server renews it.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "nobody whom this machine knows has signed the server's certificate.",
  SELF_SIGNED_CERT_IN_CHAIN: "nobody whom this machine knows has signed the server's certificate.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "nobody whom this machine knows has signed the server's certificate.",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is of another host. Correct the address.",
  ENETUNREACH: "there is no way to this network. Check this machine's network.",
};

/** Why nothing came, and what to do. Takes the error of `got` or `fetch` (whose cause holds the code). */
export function sayConnectionProblem(error: unknown): string {
  return sayConnectionCode(errorCode(error) || rootMessage(error));
}

/** The same of a code of Node's, or of its words where it has no code for it. */
export function sayConnectionCode(code: string): string {
  return PROBLEMS[code] ?? `the connection failed (${code || "no reason given"}).`;
}

/** Whether the time was up before an answer came. */
export function isTimeout(error: unknown): boolean {
  return ["ETIMEDOUT", "TimeoutError"].includes(errorCode(error));
}

function errorCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current.name === "TimeoutError") return "TimeoutError";
    if ("code" in current && typeof current.code === "string") return current.code;
  }
  return "";
}

/** What the innermost error says: around it stands "fetch failed". */
function rootMessage(error: unknown): string {
  let message = "";
  for (let current = error; current instanceof Error; current = current.cause) message = current.message;
  return message;
}
