import { describe, expect, it, vi } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { repeat } from "./every";

describe("repeat", () => {
  it("goes on after a turn that throws, says which, and ends with the signal", async () => {
    const { log, read } = memoryLog();
    const stopping = new AbortController();
    let turns = 0;
    const turn = async () => {
      turns++;
      if (turns === 1) throw new Error("no answer");
      stopping.abort();
    };
    await repeat({ name: "probe", everyMs: 0, turn }, log, stopping.signal);
    expect(turns).toBe(2);
    expect(read()).toEqual([expect.objectContaining({ what: "probe", msg: "a turn of the watch failed" })]);
  });

  it("does nothing once it is to end", async () => {
    const turn = vi.fn(async () => undefined);
    await repeat({ name: "probe", everyMs: 0, turn }, memoryLog().log, AbortSignal.abort());
    expect(turn).not.toHaveBeenCalled();
  });
});
