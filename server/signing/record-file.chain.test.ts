import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, lstat, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SAMPLE_BINDING } from "@/server/testing/domain/sample-plan";
import { sampleRequest } from "@/server/testing/signing/sample-request";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { type SignerPolicy, signPlan } from "./sign-plan";
import type { SignedPlans } from "./signer-record";

const KEY = signWith(keyFromSecret("07".repeat(32)));
const { network, policyId, deadlineMs } = SAMPLE_BINDING;
const POLICY: SignerPolicy = {
  ...{ act: "approve", network, policyId, dailyLimitLovelace: 2n ** 62n, nowMs: () => deadlineMs },
};

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-record-"));
  file = path.join(directory, "signed.json");
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function sign(signed: SignedPlans, potLovelace?: bigint, nonce = 0): Promise<string> {
  const result = await signPlan(KEY, POLICY, signed, sampleRequest(potLovelace, { nonce }));
  return result.ok ? "signed" : result.problems.join("; ");
}

/** A process of its own that is killed between record and signature. */
async function dieBeforeSigning(): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "server/testing/signing/sign-and-die.ts", file], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
}

it("what was on record when the signer was killed counts as signed: the same is signed again, and nothing else", async () => {
  await dieBeforeSigning();
  expect(await sign(openSignedPlans(file), 80_000_000n)).toMatch(/is already signed for this state of the pool/);
  expect(await sign(openSignedPlans(file))).toBe("signed");
  await dieBeforeSigning();
  expect((await openSignedPlans(file).read()).sequence).toBe(1);
});

it("a file that was half written is no record, and nothing is left beside the record", async () => {
  await writeFile(`${file}.part`, '{"format":');
  expect(await sign(openSignedPlans(file))).toBe("signed");
  expect(await readdir(directory)).toEqual(["signed.json"]);
});

it("a record has one place and one lock, by whatever link it is named", async () => {
  const [link, folder] = [path.join(directory, "link.json"), path.join(directory, "linked")];
  await symlink(file, link);
  await symlink(directory, folder);
  await expect(sign(openSignedPlans(link))).rejects.toThrow(/link.json is a link to a file that is not there/);
  expect(await sign(openSignedPlans(file))).toBe("signed");
  const other = openSignedPlans(link);
  expect(await sign(other, undefined, 1)).toBe("signed");
  expect(await sign(openSignedPlans(path.join(folder, "signed.json")), undefined, 2)).toBe("signed");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await openSignedPlans(file).read()).sequence).toBe(3);
});

it("two signers with one record see what the other has signed", async () => {
  const [one, other] = [openSignedPlans(file), openSignedPlans(file)];
  const plans = Array.from({ length: 8 }, (_, nonce) => [
    sign(one, 90_000_000n, nonce),
    sign(other, 80_000_000n, nonce),
  ]);
  const said = await Promise.all(plans.flat());
  expect(said.filter((words) => words === "signed")).toHaveLength(8);
  expect((await openSignedPlans(file).read()).sequence).toBe(8);
});

it("a record that is put back, or taken away, while the signer runs stops it", async () => {
  const signed = openSignedPlans(file);
  expect(await sign(signed, undefined, 0)).toBe("signed");
  await copyFile(file, `${file}.backup`);
  expect(await sign(signed, undefined, 1)).toBe("signed");
  await copyFile(`${file}.backup`, file);
  expect(await sign(signed, undefined, 2)).toMatch(/record went back from 2 to 1 while it ran: stop it/);
  await rm(file);
  expect(await sign(signed, undefined, 2)).toMatch(/record went back from 2 to 0/);
});

it("where a record must be there, none is begun; what is no record is not replaced", async () => {
  await expect(openSignedPlans(file, "refuse").read()).rejects.toThrow(/There is no record at .*signer-record -- new/);
  await expect(sign(openSignedPlans(file, "refuse"))).rejects.toThrow(/There is no record at/);
  for (const text of ["null", "{}", '{"a":1}', "oops"]) {
    await writeFile(file, text);
    await expect(sign(openSignedPlans(file))).rejects.toThrow(/is not (a signer's record|JSON)/);
  }
});
