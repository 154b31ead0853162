import { generate } from "otplib";
import { totpSecret } from "@/db/schema";
import type { Role } from "@/server/domain/people/roles";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { runCli } from "../cli/run-cli";
import type { World } from "../services/world";

const { SEALING_KEY, AUDIT_KEY } = TEST_SECRETS;
const box = makeSecretBox(SEALING_KEY);
export const PASSWORD = "a long password";
const SECRETS = { ann: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ben: "KRSXG5BAKRSXG5BAKRSXG5BAKRSXG5BA" };
export type CliPerson = keyof typeof SECRETS;

/** Two people, Ann and Ben, and a way to run commands on the world's database: as one of them, or as nobody. */
export async function cliPeople({ ctx, database, devnet }: World, role: Role) {
  for (const name of ["ann", "ben"] as const) {
    const person = { email: `${name}@example.org`, name, role, password: PASSWORD };
    await createUser(ctx.db, { ...person, totpSecret: SECRETS[name] }, "cli:test", box);
  }
  return async (file: string, args: readonly string[], as?: CliPerson) => {
    const variables = { DATABASE_URL: database.url, BLOCKFROST_URL: devnet.url, SEALING_KEY, AUDIT_KEY };
    // Time does not pass between two sign-ins of a test, and a code counts once.
    await ctx.db.update(totpSecret).set({ lastStep: null });
    const input = as ? `${as}@example.org\n${PASSWORD}\n${await generate({ secret: SECRETS[as] })}\n` : "";
    const { code, stdout, stderr } = await runCli(`server/cli/${file}.ts`, args, variables, input);
    const last = stdout.trim().split("\n").at(-1) ?? "";
    return { code, result: last ? JSON.parse(last) : null, words: stderr.replace(/[\u202f\u00a0]/g, " ") };
  };
}
