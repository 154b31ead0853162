import { compareHolders } from "./compare-holders";

/* Compares so many holdings once, tells its parent what that took, and ends. */

process.on("disconnect", () => process.exit(1));
const seconds = await compareHolders(Number(process.argv[2]));
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
process.send?.({ seconds, peakMiB }, () => process.exit());
