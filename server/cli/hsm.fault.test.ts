import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cancelText } from "@/server/domain/contract/act-text";
import { takePasted } from "@/server/domain/contract/pasted-signature";
import { runJob } from "@/server/jobs/run-job";
import { createRemoteSigner } from "@/server/signing/remote-signer";
import { runCli } from "@/server/testing/cli/run-cli";
import { testSecret } from "@/server/testing/secrets";
import { stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { type OracleElsewhere, startWorld, type World } from "@/server/testing/services/world";
import { openSoftHsm, PIN, type SoftHsm } from "@/server/testing/signing/softhsm";

const SECRET = testSecret("signer");
let hsm: SoftHsm;
let key: readonly string[];
const children: ChildProcess[] = [];

beforeAll(() => {
  hsm = openSoftHsm();
  hsm.addToken("oracle");
  const pinFile = path.join(hsm.folder, "pin");
  writeFileSync(pinFile, `${PIN}\n`, { mode: 0o600 });
  key = ["--module", hsm.module, "--token", "oracle", "--key-label", "oracle-2026", "--pin-file", pinFile];
});
afterAll(() => {
  for (const child of children) child.kill();
  hsm?.close();
});

/** As people use it: each step is a command. */
async function hsmCommand(verb: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runCli("server/cli/hsm.ts", [verb, ...key, ...words], { ...hsm.variables });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** `npm run signer` with the key in the module, as the oracle of that pool. */
async function startSigner({ settings, script }: World["deployment"]): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "server/cli/signer.ts", "--act", "propose", "--network", settings.network],
      ...["--pool", script.policyId, "--daily-limit", `${settings.dailyLimit.lovelace}`, ...key],
      ...["--state-file", path.join(hsm.folder, "signed.json"), "--exit-with-parent"],
    ],
    { env: { ...process.env, ...hsm.variables, SIGNER_SECRET: SECRET }, stdio: ["pipe", "pipe", "ignore"] },
  );
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return `http://127.0.0.1:${JSON.parse(line).port}`;
  throw new Error("the signer ended before it was ready");
}

it("an act is signed in a module only where it is what is expected, and never by hsm, which compares nothing", async () => {
  const { publicKey } = await hsmCommand("new");
  const pool = { network: "preprod", policyId: "ab".repeat(28), nonce: 7 };
  const text = cancelText({ ...pool, plan: "11".repeat(32) });
  await expect(hsmCommand("sign", text)).rejects.toThrow("This is an act on a pool");
  const sign = (policyId: string) => {
    const expected = ["--network", "preprod", "--policy", policyId, "--most", "1"];
    return runCli("server/cli/sign.ts", ["--text", text, ...key, ...expected], { ...hsm.variables });
  };
  const { stdout } = await sign(pool.policyId);
  expect(takePasted(stdout, text, String(publicKey), "")).toMatchObject({ kind: "raw", publicKey });
  expect(await sign("cd".repeat(28))).toMatchObject({ code: 1, stdout: "" });
});

it("a day is paid whose oracle signs in a module, also when its token is pulled out meanwhile", async () => {
  const { publicKey } = await hsmCommand("check");
  const oracle: OracleElsewhere = {
    publicKey: String(publicKey),
    consent: async (text) => {
      const { [String(publicKey)]: signed } = await hsmCommand("sign", text);
      return { kind: "raw", ...(signed as { signature: string }) };
    },
    start: async (pool) => createRemoteSigner({ url: await startSigner(pool), secret: SECRET, name: "oracle" }),
  };
  const world = await startWorld({ oracle });
  try {
    const firstDay = await endNextDay(world);
    await stepToState(world, firstDay, "PREVIEW");
    hsm.takeTokensAway();
    await stepToState(world, firstDay, "PROPOSED");
    for (let round = 0; round < 3; round++) {
      expect((await runJob(world.ctx, "advance")).detail).toMatch(/answered 503: The module shows no token "oracle"/);
      await world.control.mine(1);
    }
    expect(await stateOf(world, firstDay)).toBe("PROPOSED");
    hsm.putTokensBack();
    await liveToState(world, firstDay, "FINAL");
    const { lines } = await verifyDay(world, firstDay);
    expect(lines.filter(({ payoutLovelace }) => payoutLovelace > 0n)).toHaveLength(2);
    expect(await world.ctx.oracle?.publicKey()).toBe(publicKey);
  } finally {
    await world.stop();
  }
});
