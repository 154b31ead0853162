import { parseArgs } from "node:util";
import { makeGameChain } from "./game-chain";
import { startServer } from "./server";
import { createLookup } from "./view";

/* The same chain in a process of its own, as a server is: it tells its address, and ends with its parent. */

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    people: { type: "string" },
    blocks: { type: "string" },
    transactions: { type: "string" },
    tip: { type: "string" },
  },
});

const chain = makeGameChain(values.seed ?? "", Number(values.people));
chain.grow(Number(values.blocks), Number(values.transactions));
const server = await startServer(createLookup(chain.store, { tip: Number(values.tip), fork: null }));
process.on("disconnect", () => process.exit());
process.send?.(server.url);
