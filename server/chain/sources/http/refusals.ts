import type { ChainSourceErrorKind } from "../error";
import type { EndpointWords } from "./endpoint";

type Refusal = {
  readonly status: number;
  readonly path: string;
  readonly body: string;
  readonly location: string | undefined;
};

/** Statuses in words, and what to do about each (RFC 9110; Blockfrost's OpenAPI description, "Errors"). */
export function describeRefusal(
  { status, path, body, location }: Refusal,
  words: EndpointWords,
): { kind: ChainSourceErrorKind; text: string } {
  const said = serverSays(body);
  if (status >= 300 && status < 400) {
    return {
      kind: "wrong-answer",
      text: `${path} redirects to ${location?.slice(0, 200) ?? "elsewhere"}. Use the final address of the server itself.`,
    };
  }
  if (status === 401 || status === 403) {
    return {
      kind: "unauthorised",
      text: `the key was refused for ${path} (${status})${said}. Check that the ${words.key} is set, is right, and is of this network.`,
    };
  }
  if (status === 402) {
    return {
      kind: "rate-limited",
      text: `${path} is refused: the plan's requests are used up (402)${said}. Wait for the next day or take a larger plan.`,
    };
  }
  if (status === 418) {
    return {
      kind: "rate-limited",
      text: `${path} is refused: this machine is banned for asking on after too many requests (418)${said}.`,
    };
  }
  if (status === 429) {
    return {
      kind: "rate-limited",
      text: `${path} is refused: too many requests (429)${said}. They go on at a slower pace; lower the load if this lasts.`,
    };
  }
  if (status === 404 || status === 405 || status === 501 || /invalid path/i.test(said)) {
    return {
      kind: "not-supported",
      text: `there is no ${path} here: ${status} with ${describeBody(body)}. Where only the thing asked for is unknown, it should be 404 in the API's own form. Check that the address has its path (as in ${words.example}), or use a server that offers it.`,
    };
  }
  if (status >= 500 || status === 425 || status === 408) {
    return {
      kind: "unavailable",
      text: `the server cannot answer ${path} now (${status})${said}. Try later.`,
    };
  }
  return {
    kind: "wrong-answer",
    text: `the server refused ${path} (${status})${said || ` with ${describeBody(body)}`}.`,
  };
}

export function isWorthAnotherTry(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

export function isHtml(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

/** What came, in a few words. */
export function describeBody(body: string): string {
  if (body.trim() === "") return "an empty body";
  if (isHtml(body)) return "a web page";
  return JSON.stringify(body.length > 80 ? `${body.slice(0, 80)}…` : body);
}

/** The server's own words, in brackets and shortened, or nothing. */
function serverSays(body: string): string {
  if (body.trim() === "" || isHtml(body)) return "";
  let text = body;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "message" in parsed) text = String(parsed.message);
  } catch {
    // not JSON: its text will do
  }
  return ` ("${text.replace(/\s+/g, " ").trim().slice(0, 200)}")`;
}

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
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

/** What a failed connection means. Takes the error of `got` or `fetch` (whose cause holds the code). */
export function describeNetworkError(error: unknown, path: string, timeoutMs: number): string {
  const code = errorCode(error);
  if (isTimeout(error)) {
    return `no answer to ${path} within ${timeoutMs / 1_000} s. Check that the server runs and is reachable.`;
  }
  return `no answer to ${path}: ${NETWORK_ERRORS[code] ?? `the connection failed (${code || "no reason given"}).`}`;
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
