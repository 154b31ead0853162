import { defineConfig } from "vitest/config";

// One project a kind of test (see CONTRIBUTING.md). Unit tests may not open sockets.
const shared = { resolve: { tsconfigPaths: true } };
// A worker keeps what it has loaded from file to file: Lucid and the ledger libraries take seconds to load, the tests
// of most files less. So a test may not change what others import: no mocks of modules, no state left in them.
const isolate = false;
export default defineConfig({
  ...shared,
  test: {
    // As many files at once as there are cores; by itself vitest leaves one idle, which on two is half of them.
    maxWorkers: "100%",
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          isolate,
          include: ["{server,components,db,scripts}/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/*.chain.test.ts", "**/node_modules/**"],
          setupFiles: ["./scripts/testing/block-sockets.ts"],
          // Property tests take seconds, and a machine that is busy with the others takes longer: no test here is about
          // time.
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
          include: ["{server,db}/**/*.db.test.ts"],
          globalSetup: ["./db/testing/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
