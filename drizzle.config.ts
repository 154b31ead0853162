import { defineConfig } from "drizzle-kit";

// `npm run db:generate` writes a migration from the changes in db/schema. It needs no database.
export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema/index.ts",
  out: "./db/migrations",
});
