import { defineConfig } from "@playwright/test";

const executablePath = process.env.CHROMIUM_PATH;

// One worker: the tests share one product, which needs the machine's two cores too.
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  // Long ones are for CI and `npm run test:full`.
  testIgnore: process.env.TEST_FULL ? [] : "**/*.long.spec.ts",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  outputDir: "test-results",
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [["list"], ["json"]] : "list",
  use: {
    browserName: "chromium",
    // Pages as they were at each step can be looked at without pictures, which keep a core busy.
    trace: { mode: "retain-on-failure", screenshots: false },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
