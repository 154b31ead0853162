import { NOBODY } from "@/server/doors/caller";
import { checkEligibility } from "@/server/services/eligibility/check-eligibility";
import { publicProcedure, router } from "../init";
import { limitHandles } from "../limit";
import { eligibilityInput, eligibilityOutput, toEligibilityOutput } from "../schemas/eligibility";

export const eligibilityRouter = router({
  check: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/eligibility/{address}",
        tags: ["Eligibility"],
        summary: "Check whether an address is eligible today, why, and for how much",
        description:
          "Today's provisional result with its evidence, and the prizes of earlier days. Addresses belong to the owner " +
          "of their stake credential, so every address of a wallet gives the same answer. A handle ($name) stands for the " +
          "address of whoever holds its token now; it may be looked up less often than addresses.",
        protect: false,
      },
    })
    .input(eligibilityInput)
    .output(eligibilityOutput)
    .query(async ({ ctx, input: { address, beforeDay } }) =>
      toEligibilityOutput(
        await checkEligibility(ctx.services, {
          address,
          beforeLookUp: () => limitHandles(ctx.caller ?? NOBODY),
          ...(beforeDay === undefined ? {} : { beforeDay }),
        }),
      ),
    ),
});
