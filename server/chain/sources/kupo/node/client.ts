import type { z } from "zod";
import { ChainSourceError, type ChainSourceErrorDetails, type ChainSourceErrorKind } from "../../error";
import { DEFAULT_TIMEOUT_MS, type JsonClient, type Patience } from "../../http/client";
import { checkEndpoint, withoutSecrets } from "../../http/endpoint";
import { type Attempt, DEFAULT_RETRY, withRetries } from "../../http/retry";
import { createOgmiosSocket, type OgmiosSocket, RpcRefusal } from "./socket";

const WORDS = { kind: "Ogmios", key: "key", example: "ws://127.0.0.1:1337", schemes: ["ws:", "wss:"] };

export type OgmiosClient = Pick<JsonClient, "name" | "error"> & {
  /** A question that stands for itself, on a connection of its own; asked again where no answer came. */
  query<S extends z.ZodType>(method: string, params: unknown, schema: S): Promise<z.output<S>>;
  /** A question that is put once, whatever becomes of it. */
  readonly once: OgmiosSocket;
  /** The connection that follows the chain: one piece of work at a time, done anew where the connection died. */
  follow<T>(work: (socket: OgmiosSocket) => Promise<T>): Promise<T>;
};

type Options = Patience & { readonly url: string; readonly name?: string; readonly submitTimeoutMs: number };

export function createOgmiosClient(options: Options): OgmiosClient {
  const { url, name, timeoutMs = DEFAULT_TIMEOUT_MS, retry = DEFAULT_RETRY, submitTimeoutMs } = options;
  const endpoint = checkEndpoint({ url, name }, WORDS);
  const error = (kind: ChainSourceErrorKind, text: string, details?: ChainSourceErrorDetails) =>
    new ChainSourceError(kind, endpoint.name, withoutSecrets(endpoint, text), details);
  const questions = createOgmiosSocket({ endpoint, timeoutMs, error });
  const chain = createOgmiosSocket({ endpoint, timeoutMs, error });
  const once = createOgmiosSocket({ endpoint, timeoutMs: submitTimeoutMs, error });
  let turn: Promise<unknown> = Promise.resolve();

  async function attempt<T>(work: () => Promise<T>, method: string): Promise<Attempt<T>> {
    try {
      return { value: await work() };
    } catch (cause) {
      if (cause instanceof RpcRefusal) return { error: refusalError(cause, method), again: cause.code === -32000 };
      if (cause instanceof ChainSourceError) return { error: cause, again: cause.isPassing };
      throw cause;
    }
  }

  function refusalError({ code, text }: RpcRefusal, method: string): ChainSourceError {
    const said = `${code}: ${text.replace(/\s+/g, " ").slice(0, 200)}`;
    if (code === -32601) return error("not-supported", `there is no ${method} (${said}). Use Ogmios 6 or later.`);
    // An era in which it cannot be asked, a state that is gone, or a failure inside.
    if (code === -32000 || (code >= 2000 && code < 3000)) {
      return error("unavailable", `the server cannot answer ${method} now (${said}). Try later.`);
    }
    return error("wrong-answer", `the server refused ${method} (${said}).`);
  }

  return {
    name: endpoint.name,
    error,
    once,
    async query(method, params, schema) {
      const result = await withRetries(retry, () => attempt(() => questions.ask(method, params), method));
      return readResult(error, method, result, schema);
    },
    follow(work) {
      const mine = turn.then(() =>
        withRetries(retry, () =>
          attempt(async () => {
            try {
              return await work(chain);
            } catch (cause) {
              // Whatever else was asked on it would be answered to the next piece of work.
              chain.drop();
              throw cause;
            }
          }, "nextBlock"),
        ),
      );
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** A result in the form that it must have. */
export function readResult<S extends z.ZodType>(
  error: JsonClient["error"],
  method: string,
  result: unknown,
  schema: S,
): z.output<S> {
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? issue.path.join(".") : "the whole result";
  throw error("wrong-answer", `the answer to ${method} is not what it should be: ${where}: ${issue?.message}.`);
}
