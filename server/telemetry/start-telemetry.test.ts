import { afterAll, expect, it } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { observeWith } from "./measure";
import { startTelemetry } from "./start-telemetry";

afterAll(() => observeWith(undefined));

it("a process that cannot be measured starts all the same, and says so", async () => {
  const { log, read } = memoryLog();
  const settings = { METRICS_SOCKETS: "/nowhere/at/all", OTEL_EXPORTER_OTLP_ENDPOINT: undefined };
  await startTelemetry("engine", settings, log);
  expect(read()).toEqual([expect.objectContaining({ msg: "this process is not measured" })]);
});
