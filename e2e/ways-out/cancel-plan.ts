import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { SoftwareKey } from "@/server/signing/key-file";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { APPROVER_KEYS, OPERATOR_KEY } from "@/server/testing/services/keys";
import { mineWhile } from "@/server/testing/services/pass-time";
import { scan } from "@/server/testing/services/steps";
import type { World } from "@/server/testing/services/world";

/** `npm run pool -- cancel`, with the keys of two approvers; by page: acts-by-page.fault.test.ts. In a block then. */
export async function cancelPlan(world: World): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "prize-cancel-"));
  try {
    const [ann, ben, payer] = await Promise.all(
      [APPROVER_KEYS[0], APPROVER_KEYS[1], OPERATOR_KEY].map((key, index) => keyFile(folder, index, key)),
    );
    const keys = ["--key", ann ?? "", "--key", ben ?? "", "--payer", payer ?? ""];
    const variables = {
      DATABASE_URL: world.database.url,
      BLOCKFROST_URL: world.devnet.url,
      AUDIT_KEY: TEST_SECRETS.AUDIT_KEY,
    };
    const { code, stderr } = await mineWhile(world.control, () =>
      runCli("server/cli/pool.ts", ["cancel", ...keys, "--execute"], variables),
    );
    if (code !== 0) throw new Error(`the Cancel was not sent: ${stderr}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await scan(world);
}

async function keyFile(folder: string, index: number, key: SoftwareKey | undefined): Promise<string> {
  const file = path.join(folder, `${index}.json`);
  await writeFile(file, JSON.stringify({ type: "ed25519", secretKey: key?.secretKey }), { mode: 0o600 });
  return file;
}
