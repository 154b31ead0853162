import os from "node:os";
import { afterAll, expect, it, vi } from "vitest";
import { commandActor } from "./actor";

// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("node:os", { spy: true });

it("is the operating system's user, or its number where it has no name, as in a container", () => {
  vi.mocked(os.userInfo).mockReturnValueOnce({ ...os.userInfo(), username: "ann" });
  expect(commandActor()).toBe("cli:ann");
  vi.mocked(os.userInfo).mockImplementationOnce(() => {
    throw Object.assign(new Error("uv_os_get_passwd returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
  });
  expect(commandActor()).toBe(`cli:uid:${process.getuid?.()}`);
});
