// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { measureAll } from "./measure";

/* Measures one size, tells its parent, and ends. */

process.on("disconnect", () => process.exit(1));
const measured = await measureAll(JSON.parse(process.argv[2] ?? ""));
process.send?.(measured, () => process.exit());
