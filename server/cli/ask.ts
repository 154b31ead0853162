import { createInterface } from "node:readline";
import { Writable } from "node:stream";

export type Terminal = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream };

export type Questions = {
  /** The next line. What is typed to a hidden question is not shown. Throws if the input has ended. */
  ask(question: string, answer?: "shown" | "hidden"): Promise<string>;
  close(): void;
};

/**
 * Asks on a terminal, or takes one line for each question from a pipe. One reader for all the questions: a pipe gives
 * several lines at once, and a second reader would never see them.
 */
export function openQuestions({ input, output }: Terminal): Questions {
  const terminal = "isTTY" in input && input.isTTY === true;
  // On a terminal, readline itself writes what is typed. What is typed ahead of its question stays hidden.
  let hidden = true;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!hidden) output.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input, output: echo, terminal });
  reader.on("line", () => {
    hidden = true;
  });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(question, answer = "shown") {
      output.write(`${question}: `);
      hidden = answer === "hidden";
      const { value, done } = await lines.next();
      if (answer === "hidden" || !terminal) output.write("\n");
      if (done) throw new Error(`The input ended before an answer to "${question}".`);
      return value;
    },
    close: () => reader.close(),
  };
}
