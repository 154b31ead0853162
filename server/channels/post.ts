import type { Sending, Sent } from "@/server/domain/monitoring/channel";
import { visible } from "@/server/domain/shown";
import type { PosixMs } from "@/server/domain/units";
import { isTimeout, sayConnectionProblem } from "@/server/http/connection-problem";
import { readUpTo } from "@/server/http/read-up-to";
import { serverSays } from "@/server/http/server-words";
import { within } from "@/server/http/within";

/** Connecting, sending and the answer: alerts to others wait for none that is slow. */
export const IN_ALL_MS = 10_000;
const MOST_BYTES = 64 * 1024;
/** A receiver that wants to be left alone for longer is asked again all the same. */
const LONGEST_WAIT_MS = 60 * 60_000;
const MOST_WORDS = 400;

export type Post = {
  /** Its path and query may be secrets: messages name the host. */
  readonly url: string;
  /** Without one it is a GET. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What else must not stand in a message, should the receiver repeat it. */
  readonly secrets?: readonly string[];
  /** For how many seconds an answer wants us to wait, where it says that in its body. */
  readonly waitIn?: (body: string) => number | null;
};

export const SENT: Sent = { ok: true, remark: null };

/**
 * Sends once. A redirect is not followed, since it could lead into our own network, and what is sent is for the
 * receiver that was named. Never throws.
 */
export async function post(request: Post, { nowMs, signal }: Pick<Sending, "nowMs" | "signal">): Promise<Sent> {
  const { host } = new URL(request.url);
  try {
    const answer = await within(IN_ALL_MS, signal, (until) => ask(request, until));
    return answer.status >= 200 && answer.status < 300 ? SENT : refusal(request, answer, nowMs);
  } catch (error) {
    const why = isTimeout(error) ? `no answer within ${IN_ALL_MS / 1_000} s` : sayConnectionProblem(error);
    return failed(signal.aborted ? `${host}: sending was ended` : `${host}: ${why}`);
  }
}

type Answer = { readonly status: number; readonly headers: Headers; readonly said: string };

async function ask({ url, body, headers: own }: Post, signal: AbortSignal): Promise<Answer> {
  const type: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "user-agent": "daily-prize-oracle", ...type, ...own },
    body: body ?? null,
    redirect: "manual",
    cache: "no-store",
    signal,
  });
  const { status, headers, body: answer } = response;
  if (answer && !response.ok)
    return { status, headers, said: (await readUpTo(answer, MOST_BYTES)).bytes.toString("utf8") };
  // What a receiver says once it has taken a message is of no interest.
  await answer?.cancel();
  return { status, headers, said: "" };
}

export function failed(problem: string, isFinal = false, retryAtMs: PosixMs | null = null): Sent {
  return { ok: false, problem: visible(problem, MOST_WORDS), isFinal, retryAtMs };
}

function refusal(request: Post, { status, headers, said }: Answer, nowMs: PosixMs): Sent {
  const { host } = new URL(request.url);
  if (status >= 300 && status < 400) {
    const to = hostOf(headers.get("location"), request.url);
    // Not final: what redirects for an hour, as a sign-in page of a network does, loses no message.
    return failed(`${host} redirects to ${to}. Redirects are not followed: name the receiver's final address`);
  }
  const seconds = request.waitIn?.(said) ?? waitSeconds(headers.get("retry-after"), nowMs);
  const waitMs = seconds === null ? null : Math.min(Math.max(seconds, 0) * 1_000, LONGEST_WAIT_MS);
  const leaveAloneMs = waitMs ?? (refusesAll(status) ? 0 : null);
  const words = serverSays(withoutSecrets(request, said));
  const isFinal = OF_THE_MESSAGE.includes(status);
  return failed(`${host} answered ${status}${words}`, isFinal, leaveAloneMs === null ? null : nowMs + leaveAloneMs);
}

/** About the message itself, or gone for good: what the receiver objects to, it will object to again. */
const OF_THE_MESSAGE = [400, 410, 413, 415, 422];
const LATER = [408, 425, 429];

/** A wrong key or address, as 401, 403 and 404 say: it may be put right. Until then no other message fares better. */
const refusesAll = (status: number) => status >= 400 && status < 500 && ![...OF_THE_MESSAGE, ...LATER].includes(status);

function hostOf(location: string | null, base: string): string {
  return location !== null && URL.canParse(location, base) ? new URL(location, base).host : "elsewhere";
}

/** Seconds, or a date (RFC 9110, "Retry-After"). */
function waitSeconds(header: string | null, nowMs: PosixMs): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const dateMs = Date.parse(/ GMT$/.test(header) ? header : "");
  return Number.isNaN(dateMs) ? null : (dateMs - nowMs) / 1_000;
}

const LEAST_SECRET = 6;

/** A receiver's answer may repeat the address that it was asked at. */
function withoutSecrets({ url, secrets = [] }: Post, text: string): string {
  const { pathname, search } = new URL(url);
  const parts = [url, pathname, search, ...pathname.split("/"), ...search.split(/[?&=]/), ...secrets];
  const told = parts.filter((part) => part.length >= LEAST_SECRET);
  return told.sort((a, b) => b.length - a.length).reduce((rest, part) => rest.replaceAll(part, "(secret)"), text);
}
