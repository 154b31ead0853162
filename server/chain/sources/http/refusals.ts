import { isTimeout, sayConnectionProblem } from "@/server/http/connection-problem";
import { isHtml, serverSays } from "@/server/http/server-words";
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

/** What came, in a few words. */
export function describeBody(body: string): string {
  if (body.trim() === "") return "an empty body";
  if (isHtml(body)) return "a web page";
  return JSON.stringify(body.length > 80 ? `${body.slice(0, 80)}…` : body);
}

/** What a failed connection means. Takes the error of `got` or `fetch` (whose cause holds the code). */
export function describeNetworkError(error: unknown, path: string, timeoutMs: number): string {
  if (isTimeout(error)) {
    return `no answer to ${path} within ${timeoutMs / 1_000} s. Check that the server runs and is reachable.`;
  }
  return `no answer to ${path}: ${sayConnectionProblem(error)}`;
}
