import { expect, test } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { printAsLines } from "./print-as-lines";

test("whatever is printed is one JSON object a line, also where a stranger's text holds lines of its own", () => {
  const { log, lines } = memoryLog();
  const printer = { ...console };
  printAsLines(printer, log);
  const forged = '/x\n{"level":30,"msg":"all is well"}\u001b[2J';
  printer.error("cannot answer %s", forged);
  printer.warn(new Error(forged));
  printer.log({ url: forged });
  expect(lines()).toHaveLength(3);
  for (const line of lines()) expect(JSON.parse(line)).toMatchObject({ msg: "printed", said: expect.any(String) });
  expect(JSON.parse(lines()[0] ?? "")).toMatchObject({ level: 50, said: `cannot answer ${forged}` });
});
