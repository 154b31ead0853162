import { defineConfig } from "vitest/config";

// One project per kind of test (see CONTRIBUTING.md). Unit tests may not open sockets.
const shared = { resolve: { tsconfigPaths: true } };
// A worker keeps what it has loaded between files: Lucid and the ledger libraries take seconds to load, longer than
// most files' tests. So a test leaves no state behind; the few that mock a module reset all modules before and after.
const isolate = false;
export default defineConfig({
  ...shared,
  test: {
    // One file per core at a time. By default vitest leaves one core idle, which is half of two.
    maxWorkers: "100%",
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          isolate,
          include: ["{server,components,db,scripts,e2e/model}/**/*.test.ts"],
          exclude: ["**/*.{db,chain,fault}.test.ts", "**/node_modules/**"],
          setupFiles: ["./scripts/testing/block-sockets.ts"],
          // Property tests take seconds, more on a busy machine. No test here is about time.
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "chain",
          isolate,
          include: ["server/**/*.chain.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "db",
          isolate,
          include: ["{server,db,e2e/bench}/**/*.db.test.ts"],
          globalSetup: ["./db/testing/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          // Like `db`, and longer: not in `npm test`. CI runs a sixteenth of the files, `npm run test:full` all.
          name: "fault",
          isolate,
          include: ["{server,db,e2e/ways-out,e2e/bench}/**/*.fault.test.ts"],
          globalSetup: ["./db/testing/global-setup.ts"],
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
