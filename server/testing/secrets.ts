import { createHash } from "node:crypto";

/** A secret of a test: the same in every run, different for every name, and as random to look at as a real one. */
export function testSecret(name: string): string {
  return createHash("sha256").update(`daily-prize-oracle/test/${name}`).digest("hex");
}

/** The secrets that every process of the server needs, for an environment in a test. */
export const TEST_SECRETS = {
  JOB_SECRET: testSecret("jobs"),
  NEXTAUTH_SECRET: testSecret("sessions"),
  SEALING_KEY: testSecret("sealing"),
  AUDIT_KEY: testSecret("audit"),
} as const;
