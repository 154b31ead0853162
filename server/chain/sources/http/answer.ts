import { readUpTo } from "@/server/http/read-up-to";

export type Query = Readonly<Record<string, string | number | undefined>>;

/** One question. Servers that are asked by POST get `json`, or a text of it where the order of bytes matters. */
export type Question = { readonly path: string; readonly query?: Query; readonly json?: unknown };

export type HttpAnswer = {
  readonly status: number;
  /** Null where the bytes are no UTF-8. */
  readonly body: string | null;
  readonly header: (name: string) => string | undefined;
};

/** Sends one question once. Throws what the connection throws, AnswerTooLarge, or GateClosed before it is sent. */
export type Send = (question: Question) => Promise<HttpAnswer>;

/** Far above any answer that is asked for in pages. Parsed, it takes many times as much memory. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The answer was cut off unread. */
export class AnswerTooLarge extends Error {
  override readonly message = `it is larger than ${MOST_BYTES / 1024 / 1024} MiB`;
}

/** The text of an answer, of which no more is held than any may have. Null where it is no UTF-8. */
export async function readBody(answer: AsyncIterable<Uint8Array>): Promise<string | null> {
  const { bytes, isCut } = await readUpTo(answer, MOST_BYTES);
  if (isCut) throw new AnswerTooLarge();
  return readText(bytes);
}

/** A byte that is not text would become another character without a word. A byte order mark is left for the parser. */
function readText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
