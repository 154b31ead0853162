import { describe } from "vitest";
import { shareWorld } from "@/server/testing/sources/share-world";
import { grow, readBranch, tellsTheFork } from "@/server/testing/sources/two-forks";

/*
 * Blocks are replaced. Each source has read them before, so that what it remembers is put to the test; how it is told
 * that they are gone differs from server to server, what it then answers does not. After a deep rollback the chain is
 * shorter than before, as servers show it while they still catch up.
 */
describe.each([1, 3, 50, 850, 2_159])("a rollback of %i blocks", (depth) => {
  const world = shareWorld(async (devnet, of) => {
    const trunk = await grow(devnet, 2);
    const left = await grow(devnet, depth);
    await readBranch(of, trunk, left);
    await devnet.control.rollback(depth, { drop: true });
    return { trunk, left, taken: await grow(devnet, 4) };
  });
  tellsTheFork(world);
});
