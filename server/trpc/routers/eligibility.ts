import { checkEligibility } from "@/server/services/eligibility/check-eligibility";
import { publicProcedure, router } from "../init";
import { eligibilityInput, eligibilityOutput, toEligibilityOutput } from "../schemas/eligibility";

export const eligibilityRouter = router({
  check: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/eligibility/{address}",
        tags: ["Eligibility"],
        summary: "Is this address eligible today, why, and for how much",
        description:
          "Today's provisional verdict with the evidence, and what earlier days brought. The owner of an address is " +
          "its stake credential, so every address of a wallet gives the same answer.",
        protect: false,
        errorResponses: [400, 429, 503],
      },
    })
    .input(eligibilityInput)
    .output(eligibilityOutput)
    .query(async ({ ctx, input: { address, beforeDay } }) =>
      toEligibilityOutput(
        await checkEligibility(ctx.services, { address, ...(beforeDay === undefined ? {} : { beforeDay }) }),
      ),
    ),
});
