import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestDevnet, type TestDevnet } from "@/server/testing/devnet/harness";
import { DIALECT_NAMES, type DialectName } from "./dialects";

let devnet: TestDevnet;
afterEach(() => devnet.stop());

describe("end-dialect", () => {
  const answers = (name: DialectName) =>
    fetch((devnet[`${name}Url`] ?? "").replace(/^ws/, "http")).then(
      () => true,
      () => false,
    );

  it("ends the server of that dialect alone, and connections to it", async () => {
    devnet = await startTestDevnet({ dialects: DIALECT_NAMES });
    const socket = new WebSocket(devnet.ogmiosUrl ?? "");
    await once(socket, "open");
    const closed = once(socket, "close");
    for (const [index, name] of DIALECT_NAMES.entries()) {
      expect(await Promise.all(DIALECT_NAMES.map(answers))).toEqual(DIALECT_NAMES.map((_, at) => at >= index));
      await devnet.control.endDialect(name);
    }
    await closed;
    expect(await Promise.all(DIALECT_NAMES.map(answers))).toEqual(DIALECT_NAMES.map(() => false));
    const { tip } = await devnet.control.mine(2);
    expect(await devnet.blockfrost.blocksLatest()).toMatchObject({ hash: tip.hash });
  });

  it("says what it cannot end: what was ended, was not asked for, or is no dialect", async () => {
    devnet = await startTestDevnet({ dialects: ["koios"] });
    await devnet.control.endDialect("koios");
    await expect(devnet.control.endDialect("koios")).rejects.toThrow(
      "no server of the dialect koios runs here: it was not asked for, or was ended before",
    );
    await expect(devnet.control.endDialect("kupo")).rejects.toThrow(/dialect kupo/);
    await expect(devnet.control.endDialect("klingon" as DialectName)).rejects.toThrow(/blockfrost.*graphql.*ogmios/);
  });
});
