import type { Socket } from "node:net";
import WebSocket from "ws";
import { z } from "zod";
import type { ChainSourceError } from "../../error";
import type { JsonClient } from "../../http/client";
import type { Endpoint } from "../../http/endpoint";
import { describeNetworkError, describeRefusal } from "../../http/refusals";

/** The largest message that is read: many times a full block. */
export const MOST_MESSAGE_BYTES = 16 * 1024 * 1024;

/** The server's own answer that it does not do what was asked. */
export class RpcRefusal extends Error {
  constructor(
    readonly code: number,
    readonly text: string,
    readonly data: unknown,
  ) {
    super(text);
  }
}

export type OgmiosSocket = {
  /** The result, unread. Throws RpcRefusal, or a ChainSourceError where no answer came that can be used. */
  ask(method: string, params?: unknown): Promise<unknown>;
  /** Closes the connection: whatever was still asked is forgotten, and the next question opens another one. */
  drop(): void;
};

const answer = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string().default(""), data: z.unknown().optional() }).optional(),
});

type Asked = {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};

type Live = {
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly asked: Map<number, Asked>;
  wire: Socket | null;
  failure: ChainSourceError | null;
};

type Options = { readonly endpoint: Endpoint; readonly timeoutMs: number; readonly error: JsonClient["error"] };

/** One connection to Ogmios, opened when something is asked. It keeps no process alive while nothing is asked. */
export function createOgmiosSocket({ endpoint, timeoutMs, error }: Options): OgmiosSocket {
  let live: Live | null = null;
  let newest = 0;

  function open(): Live {
    const socket = new WebSocket(endpoint.url, {
      handshakeTimeout: timeoutMs,
      maxPayload: MOST_MESSAGE_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const made: Live = { socket, opened: whenOpen(socket), asked: new Map(), wire: null, failure: null };
    made.opened.catch(() => undefined);
    const fail = (failure: ChainSourceError) => failAll(made, failure);
    socket.on("upgrade", ({ socket: wire }) => {
      made.wire = wire;
      hold(made);
    });
    socket.on("unexpected-response", (_request, { statusCode = 0, headers }) => {
      const { kind, text } = describeRefusal(
        { status: statusCode, path: "the WebSocket", body: "", location: headers.location },
        endpoint.words,
      );
      fail(error(kind, text, { status: statusCode }));
      socket.terminate();
    });
    socket.on("error", (cause) => fail(failureOf(cause)));
    socket.on("close", () => fail(error("unreachable", "the server closed the connection.")));
    socket.on("message", (data, isBinary) => receive(made, isBinary ? null : data.toString()));
    return made;
  }

  function failureOf(cause: Error): ChainSourceError {
    const code = "code" in cause ? cause.code : "";
    if (code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") {
      const text = `a message is refused: it is larger than ${MOST_MESSAGE_BYTES / 1024 / 1024} MiB.`;
      return error("wrong-answer", text, { isTooLarge: true });
    }
    if (typeof code === "string" && code.startsWith("WS_ERR")) {
      return error("wrong-answer", `what came is no WebSocket message (${code}). Check the address.`);
    }
    return error("unreachable", describeNetworkError(cause, "the WebSocket", timeoutMs));
  }

  function failAll(made: Live, failure: ChainSourceError): void {
    made.failure ??= failure;
    if (live === made) live = null;
    for (const [id, { reject, timer }] of made.asked) {
      clearTimeout(timer);
      made.asked.delete(id);
      reject(made.failure);
    }
  }

  function end(made: Live, failure: ChainSourceError): void {
    failAll(made, failure);
    made.socket.terminate();
  }

  function receive(made: Live, text: string | null): void {
    const read = answer.safeParse(parseJson(text)).data;
    const problem = problemOf(made, read);
    if (problem) end(made, problem);
    const asked = made.asked.get(read?.id ?? 0);
    if (problem || !read || !asked) return;
    clearTimeout(asked.timer);
    made.asked.delete(read.id ?? 0);
    hold(made);
    if (read.error) asked.reject(new RpcRefusal(read.error.code, read.error.message, read.error.data));
    else asked.resolve(read.result);
  }

  /** What is wrong with a message: it must answer something that was asked. */
  function problemOf({ asked }: Live, read: z.output<typeof answer> | undefined): ChainSourceError | null {
    if (!read) return error("wrong-answer", "a message is no JSON-RPC answer. Check the address.");
    const { id, method, error: refusal } = read;
    const question = asked.get(id ?? 0);
    if (!question) {
      const said = refusal ? ` It says: ${refusal.message.slice(0, 200)} (${refusal.code}).` : "";
      return error("wrong-answer", `an answer came to nothing that was asked.${said}`);
    }
    if (method === undefined || method === question.method) return null;
    return error("lying", `${question.method} was asked, and ${method.slice(0, 80)} was answered.`);
  }

  return {
    async ask(method, params) {
      live ??= open();
      const made = live;
      const id = ++newest;
      return new Promise<unknown>((resolve, reject) => {
        const timer = setTimeout(
          () => end(made, error("unreachable", describeNetworkError(new TimeoutError(), method, timeoutMs))),
          timeoutMs,
        );
        made.asked.set(id, { method, resolve, reject, timer });
        hold(made);
        const text = JSON.stringify({ jsonrpc: "2.0", method, ...(params === undefined ? {} : { params }), id });
        made.opened.then(
          () => made.socket.send(text),
          () => undefined, // told by "error" or "unexpected-response"
        );
      });
    },
    drop() {
      if (live) end(live, error("unreachable", "the connection was given up."));
    },
  };
}

class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

function whenOpen(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed")));
  });
}

/** A connection at rest must not keep a command from ending. */
function hold({ wire, asked }: Live): void {
  if (asked.size > 0) wire?.ref();
  else wire?.unref();
}

/** Amounts are numbers with all their digits, more than a number here can hold: long ones are read as texts. */
const LONG_NUMBER = /[:,[\s]-?\d{16}/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;
const quoted = (token: string) => (token.startsWith('"') ? token : `"${token}"`);

/** Metadata may name one thing twice, and nothing that is used here can: the last one would count. */
function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(LONG_NUMBER.test(text) ? text.replace(STRING_OR_NUMBER, quoted) : text);
  } catch {
    return null;
  }
}
