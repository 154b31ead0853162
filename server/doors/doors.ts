const KIB = 1024;

/** Whose calls are counted together; how many they are is in limits.ts. */
export type DoorName = "files" | "pages" | "health" | "api" | "downloads" | "jobs" | "console" | "sign-in" | "streams";

export type Door = {
  readonly name: DoorName;
  readonly methods: readonly string[];
  /** Of a request; the methods that have none take none. */
  readonly mostBodyBytes: number;
};

const READ = ["GET", "HEAD"];
const door = (name: DoorName, methods: readonly string[], mostBodyBytes = 0): Door => ({
  name,
  methods,
  mostBodyBytes,
});

/** By the beginning of the path; the first that fits. What fits none is a page, the narrowest but for files. */
const DOORS: readonly (readonly [RegExp, Door])[] = [
  [/^\/_next\/static\//, door("files", READ)],
  [/^\/api\/(health|pulse)/, door("health", READ)],
  // Answered by the front server itself: streams/streams.ts.
  [/^\/api\/events$/, door("streams", ["GET"])],
  // Megabytes each: server/trpc/openapi has the routes.
  [/^\/api\/v1\/days\/[^/]+\/(report|rewards\.csv)/, door("downloads", [...READ, "OPTIONS"])],
  [/^\/offline-signer\.html$/, door("downloads", READ)],
  [/^\/api\/v1/, door("api", [...READ, "OPTIONS"])],
  [/^\/api\/jobs\//, door("jobs", ["POST"], KIB)],
  // A password of 200 characters, an address, a token: a tenth of this.
  [/^\/api\/auth\/callback\//, door("sign-in", ["GET", "POST"], 8 * KIB)],
  [/^\/api\/auth\//, door("console", ["GET", "POST"], 8 * KIB)],
  // The largest input is a document of rules with its lists of addresses.
  [/^\/api\/trpc\//, door("console", ["GET", "POST"], 128 * KIB)],
];
const PAGE = door("pages", READ);

export function doorOf(path: string): Door {
  return DOORS.find(([beginning]) => beginning.test(path))?.[1] ?? PAGE;
}

/** Of an address as the front server hands it on. */
export const isStream = (url: string): boolean => doorOf(url.split("?")[0] ?? "").name === "streams";

export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Asked = { readonly method: string; readonly headers: NodeJS.Dict<string | string[]> };

const FOREIGN = ["cross-site", "same-site"];

/** Why a door does not even begin to read a request; null if it may be read. */
export function whyNotRead({ name, methods, mostBodyBytes }: Door, { method, headers }: Asked): Refusal | null {
  if (!methods.includes(method)) {
    const allow = methods.join(", ");
    const message = `${method} is not possible here. Possible: ${allow}.`;
    return { status: 405, code: "METHOD_NOT_SUPPORTED", message, headers: { allow } };
  }
  // Browsers say it. Somebody else's page could have each of its visitors keep our places.
  if (name === "streams" && FOREIGN.includes(String(headers["sec-fetch-site"]))) {
    return { status: 403, code: "FORBIDDEN", message: "Only our own pages follow this. Others ask /api/v1." };
  }
  if (headers["transfer-encoding"] !== undefined) {
    const message = "Say how long the body is: send Content-Length, without Transfer-Encoding.";
    return { status: 411, code: "LENGTH_REQUIRED", message };
  }
  const most = method === "POST" ? mostBodyBytes : 0;
  // Node refuses a length that is no number itself.
  if (Number(headers["content-length"] ?? 0) > most) {
    const message = most === 0 ? "A body is not possible here." : `The body is too large. At most ${most} bytes.`;
    return { status: 413, code: "PAYLOAD_TOO_LARGE", message };
  }
  return null;
}
