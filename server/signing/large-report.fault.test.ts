import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { SAMPLE_BINDING } from "@/server/testing/domain/sample-plan";
import { collectReport } from "@/server/testing/domain/written-report";
import { testSecret } from "@/server/testing/secrets";
import { requestFor } from "@/server/testing/signing/sample-request";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { createRemoteSigner } from "./remote-signer";
import { heldBy, type SignerPolicy, signPlan } from "./sign-plan";
import { startSignerServer } from "./signer-server";

/** One body of so many lines was refused for its size once. */
const LINES = 185_000;

it(`signs a day of ${LINES} lines over a socket, within every limit`, async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
  const signed = openSignedPlans(path.join(directory, "signed.json"));
  const key = signWith(keyFromSecret("07".repeat(32)));
  const { network, policyId, deadlineMs } = SAMPLE_BINDING;
  const limits = { dailyLimitLovelace: 2n ** 62n, hourlyLimitLovelace: 2n ** 62n, recipientLimitLovelace: 2_000_000n };
  const policy: SignerPolicy = { act: "approve", network, policyId, ...limits, nowMs: () => deadlineMs };
  const [secret, socket] = [testSecret("signer"), path.join(directory, "signer.sock")];
  const server = await startSignerServer({
    ...{ port: 0, socket, secret, publicKey: key.publicKey },
    sign: (request) => signPlan(key, policy, signed, request),
    held: (state) => heldBy(policy, signed, state),
    note: () => undefined,
    failed: (error) => expect(error).toBeNull(),
  });
  try {
    const large = collectReport(largeReportInput(LINES, policyId));
    const remote = createRemoteSigner({ url: `unix:${socket}`, secret, name: "approver" });
    expect(await remote.signPlan(requestFor(large))).toMatch(/^[0-9a-f]{128}$/);
    expect(await remote.held(SAMPLE_BINDING)).toMatchObject({ reportHash: large.hash });
  } finally {
    await server.stop();
    await rm(directory, { recursive: true });
  }
});
