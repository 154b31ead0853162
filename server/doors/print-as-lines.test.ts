import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { printAsLines } from "./print-as-lines";

test("whatever is printed is one JSON object a line, also where a stranger's text holds lines of its own", () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split("\n").slice(0, -1));
      done();
    },
  });
  const printer = { ...console };
  printAsLines(printer, pino({ level: "debug" }, sink));
  const forged = '/x\n{"level":30,"msg":"all is well"}\u001b[2J';
  printer.error("cannot answer %s", forged);
  printer.warn(new Error(forged));
  printer.log({ url: forged });
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ msg: "printed", said: expect.any(String) });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 50, said: `cannot answer ${forged}` });
});
