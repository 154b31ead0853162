import { randomUUID } from "node:crypto";
import net from "node:net";

export type Target = {
  readonly url: string;
  /** Each hand is of a network of its own, as the proxy that we are says. */
  readonly from: string;
};

/** What strangers send at one door. `send`: one request of many; resolves to its status, or 0 if it was cut off. */
export type Flood = { readonly door: string; readonly send: (target: Target) => Promise<number> };

const MIB = 1024 * 1024;
const FORM = "application/x-www-form-urlencoded";
const statusOf = async (asked: Promise<Response>): Promise<number> => {
  const answer = await asked.catch(() => null);
  await answer?.arrayBuffer().catch(() => null);
  return answer?.status ?? 0;
};
const forwarded = ({ from }: Target) => ({ "x-forwarded-for": from });
const get = (path: string) => (target: Target) => {
  return statusOf(fetch(`${target.url}${path}`, { headers: forwarded(target) }));
};
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, more: Record<string, string> = {}) => {
  return (target: Target) => {
    const headers = { "content-type": FORM, ...more, ...forwarded(target) };
    return statusOf(fetch(`${target.url}${path}`, { method: "POST", body, headers }));
  };
};

const SIGN_IN = "/api/auth/callback/credentials";
const large = new Uint8Array(100 * MIB);
const typedArray = JSON.stringify({
  json: { length: 400_000_000 },
  meta: { values: [["typed-array", "Uint8Array"]] },
});
const batch = Array.from({ length: 500 }, () => "overview.pulse").join(",");

/** `dayIndex`: a day whose report can be downloaded. */
export function floodsOf(dayIndex: number): readonly Flood[] {
  const day = `/api/v1/days/${dayIndex}`;
  return [
    { door: "log-in", send: guess },
    { door: "log-in, 100 MiB", send: post(SIGN_IN, large) },
    { door: "console, typed array", send: get(`/api/trpc/overview.pulse?input=${encodeURIComponent(typedArray)}`) },
    { door: "console, 500 calls", send: get(`/api/trpc/${batch}?batch=1`) },
    { door: "api", send: get("/api/v1/days") },
    { door: "report", send: get(`${day}/report.json`) },
    { door: "part of a report", send: get(`${day}/report/0`) },
    { door: "rewards as CSV", send: get(`${day}/rewards.csv`) },
    { door: "pages", send: get("/days") },
    { door: "health", send: get("/api/health") },
    { door: "streams", send: keepOpen("/api/events") },
    { door: "jobs", send: post("/api/jobs/advance", "", { authorization: "Bearer wrong" }) },
    { door: "slow senders", send: sendSlowly(SIGN_IN, 8_000) },
    { door: "slow senders, console", send: sendSlowly("/api/trpc/invitation.open", 100_000) },
    { door: "callers who leave", send: leave(`/days/${dayIndex}`) },
  ];
}

/** Of each hand, from the page that it has opened. */
const forms = new Map<string, { readonly token: string; readonly cookie: string }>();

/** A wrong password for somebody else each time, with all that next-auth wants before it compares one. */
async function guess(target: Target): Promise<number> {
  const { url, from } = target;
  let form = forms.get(from);
  if (!form) {
    const answer = await fetch(`${url}/api/auth/csrf`, { headers: forwarded(target) }).catch(() => null);
    if (!answer?.ok) return answer?.status ?? 0;
    const { csrfToken } = (await answer.json()) as { csrfToken: string };
    form = {
      token: csrfToken,
      cookie: answer.headers
        .getSetCookie()
        .map((each) => each.split(";")[0])
        .join("; "),
    };
    forms.set(from, form);
  }
  const body = `email=${randomUUID()}@example.org&password=wrong&csrfToken=${form.token}&json=true`;
  return post(SIGN_IN, body, { cookie: form.cookie })(target);
}

/** Begins a body, and says no more for two seconds. */
function sendSlowly(path: string, length: number) {
  return ({ url, from }: Target): Promise<number> =>
    connect(url, 2_000, [
      `POST ${path} HTTP/1.1`,
      "Host: x",
      `X-Forwarded-For: ${from}`,
      `Content-Length: ${length}`,
      "",
      "e",
    ]);
}

/** Opens a stream, and takes nothing of it for two seconds. */
function keepOpen(path: string) {
  return ({ url, from }: Target): Promise<number> =>
    connect(url, 2_000, [`GET ${path} HTTP/1.1`, "Host: x", `X-Forwarded-For: ${from}`, "", ""]);
}

/** Asks for a page, and goes away before it is made. */
function leave(path: string) {
  return ({ url, from }: Target): Promise<number> =>
    connect(url, 4, [`GET ${path} HTTP/1.1`, "Host: x", `X-Forwarded-For: ${from}`, "", ""]);
}

/** Sends these lines, and cuts the connection after so long without an answer. */
function connect(url: string, forMs: number, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(lines.join("\r\n"));
      setTimeout(() => socket.destroy(), forMs);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(0));
  });
}
