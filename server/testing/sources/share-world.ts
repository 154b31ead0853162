import { afterAll, beforeAll } from "vitest";
import type { Devnet, DevnetOptions } from "@/server/devnet/start";
import type { ChainWitness } from "@/server/domain/ports";
import { startTestDevnet, type TestDevnet } from "../devnet/harness";
import { DIALECTS, type Dialect, IN_EVERY_DIALECT, type Opened } from "./dialects";

/** The one source of the dialect here: what it remembers is tested as well. */
export type SourceOf = <Source extends ChainWitness>(dialect: Dialect<Source>) => Source;

export type World<Facts> = {
  /** What the play has made, from the play itself and not from any server. */
  readonly facts: Facts;
  readonly devnet: TestDevnet;
  readonly of: SourceOf;
};

type Play<Facts> = (devnet: TestDevnet, of: SourceOf) => Promise<Facts>;

/** A source of each dialect. */
export async function openAll(devnet: Devnet): Promise<{ readonly of: SourceOf; close(): Promise<void> }> {
  const opened = new Map<string, Opened>();
  for (const dialect of DIALECTS) opened.set(dialect.name, await dialect.open(devnet));
  return {
    of: <Source extends ChainWitness>({ name }: Dialect<Source>) => {
      const source = opened.get(name)?.source;
      if (!source) throw new Error(`${name} was not opened`);
      return source as Source;
    },
    async close() {
      for (const { close } of opened.values()) await close();
    },
  };
}

/** One devnet for all tests of a file or a block, told in every dialect; `play` makes its chain. */
export function shareWorld<Facts>(play: Play<Facts>, options: DevnetOptions = {}): World<Facts> {
  const world = {} as { -readonly [Key in keyof World<Facts>]: World<Facts>[Key] };
  let close = async () => {};
  beforeAll(async () => {
    world.devnet = await startTestDevnet({ ...IN_EVERY_DIALECT, ...options });
    ({ of: world.of, close } = await openAll(world.devnet));
    world.facts = await play(world.devnet, world.of);
  });
  afterAll(async () => {
    await close();
    await world.devnet?.stop();
  });
  return world;
}
