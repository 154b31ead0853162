import { describe, expect, it } from "vitest";
import { checkPlan } from "@/server/domain/signing-request/check-plan";
import { readActText } from "@/server/domain/signing-request/read-text";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { factsOf, sayAct, sayRequest } from "./signing-request";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("a signing request in words", () => {
  it("says what a plan pays, where, when and at what cost, once it was checked", async () => {
    const report = sampleReport();
    const { request } = plannedRequest(report);
    const checked = await checkPlan(request, report.texts);
    if (!checked.ok) throw new Error(checked.problems.join("; "));
    expect(plain(sayRequest(request, checked.plan).title)).toBe("Pay 90.00 ADA to 3 recipients");
    const facts = new Map(factsOf(request, checked.plan).map(({ label, text }) => [label, plain(text)]));
    expect(Object.fromEntries(facts)).toMatchObject({
      Act: "Commit of a plan",
      Network: request.binding.network,
      Pool: request.binding.policyId,
      Day: "20000, from 2024-10-04 to 2024-10-05",
      Total: "90.000000 ADA",
      Recipients: "3",
      Transactions: "2, one for each batch",
      Fees: "At most 8.00 ADA, paid by the pool: 2.00 ADA a transaction, by the console's word",
      Deadline: "2026-11-23 20:00 UTC",
      Report: report.hash,
      Digest: checked.plan.digest,
    });
    // Before that it says nothing of what the request claims.
    expect(sayRequest(request, null)).toEqual({ title: "Approve a plan", meaning: "" });
  });

  it.each([
    ["close", "Close the pool for good", /sends all that the pool holds/],
    ["withdraw 5000000 lovelace 7 SNEK to treasury", "Withdraw 5.00 ADA and 7 SNEK", /to the treasury's address/],
    [`drop approver ${"ab".repeat(32)} threshold 2 of 4`, "Remove an approver", /abab is no .* 2 of 4 approvers/],
    ["set window 3600000 to 90000000 ms", "Set how far off a deadline may be", /From 1 hour to 25 hours/],
    ["set min gap 1500 ms", "Set the time between days to 1 500 milliseconds", /committed sooner/],
    ["set max fee 3000000 lovelace", "Set the highest fee to 3.00 ADA", /cost the pool more/],
  ])("says what %s does", (effect, title, meaning) => {
    const act = readActText(`Daily Prize Oracle mainnet ${effect} nonce 7 pool ${"cd".repeat(28)}`);
    if (act === null) throw new Error("it is no act");
    const said = sayAct(act);
    expect(plain(said.title)).toBe(title);
    expect(plain(said.meaning)).toMatch(meaning);
    expect(said.meaning).toMatch(/good until the pool's nonce moves\.$/);
  });
});
