/* Measures one part of one size, tells its parent, and ends. */

export {};

process.on("disconnect", () => process.exit(1));
const [part, size] = process.argv.slice(2);
// Only what is measured is loaded: the jobs of the engine take more memory than a scan.
const measure =
  part === "work" ? (await import("./measure-work")).measureWork : (await import("./measure-calls")).measureCalls;
const measured = await measure(JSON.parse(size ?? ""));
process.send?.(measured, () => process.exit());
