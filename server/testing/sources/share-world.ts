import { afterAll, beforeAll } from "vitest";
import type { DevnetOptions } from "@/server/devnet/start";
import type { ChainWitness } from "@/server/domain/ports";
import { startTestDevnet, type TestDevnet } from "../devnet/harness";
import { DIALECTS, type Dialect, IN_EVERY_DIALECT, type Opened } from "./dialects";

export type World<Facts> = {
  /** What the file's play has made, from the play itself and not from any server. */
  readonly facts: Facts;
  readonly devnet: TestDevnet;
  /** The one source of the dialect in this file: what it remembers is tested as well. */
  of<Source extends ChainWitness>(dialect: Dialect<Source>): Source;
};

type Play<Facts> = (devnet: TestDevnet, of: World<unknown>["of"]) => Promise<Facts>;

/** One devnet for all tests of a file, told in every dialect; `play` makes its chain. Readable once tests run. */
export function shareWorld<Facts>(play: Play<Facts>, options: DevnetOptions = {}): World<Facts> {
  const world = {} as { facts: Facts; devnet: TestDevnet; of: World<Facts>["of"] };
  const opened = new Map<string, Opened>();
  beforeAll(async () => {
    world.devnet = await startTestDevnet({ ...IN_EVERY_DIALECT, ...options });
    for (const dialect of DIALECTS) opened.set(dialect.name, await dialect.open(world.devnet));
    world.of = <Source extends ChainWitness>({ name }: Dialect<Source>) => {
      const source = opened.get(name)?.source;
      if (!source) throw new Error(`${name} was not opened`);
      return source as Source;
    };
    world.facts = await play(world.devnet, world.of);
  });
  afterAll(async () => {
    for (const { close } of opened.values()) await close();
    await world.devnet?.stop();
  });
  return world;
}
