import { keyFromSecret } from "@/server/signing/key-file";
import { openSignedPlans } from "@/server/signing/record-file";
import { signPlan } from "@/server/signing/sign-plan";
import { SAMPLE_BINDING } from "../domain/sample-plan";
import { sampleRequest } from "./sample-request";

/* Signs the sample's plan by the record that is named, and is killed where its key would sign. */

const [, , file = ""] = process.argv;
const { publicKey } = keyFromSecret("07".repeat(32));
const dies = {
  publicKey,
  sign: async (): Promise<string> => {
    process.kill(process.pid, "SIGKILL");
    throw new Error("it is dead");
  },
};
const { network, policyId, deadlineMs } = SAMPLE_BINDING;
const policy = { act: "approve", network, policyId, dailyLimitLovelace: 2n ** 62n, nowMs: () => deadlineMs } as const;
await signPlan(dies, policy, openSignedPlans(file), sampleRequest());
