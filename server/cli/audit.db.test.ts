import { afterAll, beforeAll, expect, it } from "vitest";
import { auditEvent } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";
import { appendAudit } from "../services/audit/append-audit";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const event = { actor: "cli:test", action: "test", subject: "a", details: {}, atMs: 1 } as const;
  await withTransaction(database.db, (tx) => appendAudit(tx, event));
});
afterAll(() => database.drop());

async function audit(args: readonly string[], variables: Record<string, string> = {}) {
  const given = { DATABASE_URL: database.url, AUDIT_KEY: TEST_SECRETS.AUDIT_KEY, ...variables };
  const { code, stdout, stderr } = await runCli("server/cli/audit.ts", args, given);
  return { code, stderr, told: stdout ? JSON.parse(stdout.trim().split("\n").at(-1) ?? "") : null };
}

it("npm run audit -- verify says whether the log verifies, and with which keys", async () => {
  expect(await audit(["verify"])).toMatchObject({ code: 0, told: { ok: true, events: 1, segments: [] } });
  const rotated = { AUDIT_KEY: testSecret("another"), AUDIT_KEYS_OLD: TEST_SECRETS.AUDIT_KEY };
  expect(await audit(["verify"], rotated)).toMatchObject({ code: 0 });
  const forgotten = await audit(["verify"], { AUDIT_KEY: testSecret("another") });
  expect(forgotten).toMatchObject({ code: 1, told: { ok: false, sequence: 1 } });
  expect(forgotten.stderr).toContain("is not AUDIT_KEY and not in AUDIT_KEYS_OLD");
  expect(await database.db.$count(auditEvent)).toBe(1);
});

it("says what is missing, and what it takes", async () => {
  expect(await audit(["verify"], { AUDIT_KEY: "" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("AUDIT_KEY is not set."),
  });
  expect((await audit(["export"])).code).toBe(2);
});
