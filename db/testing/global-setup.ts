import { startTestServer } from "./server";

/** Vitest calls this once before the database tests, and what it returns after them. */
export default startTestServer;
