import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSigner, PlanSignRequest, ReportTexts } from "@/server/domain/ports";
import { sayBadSignature } from "@/server/words/bad-signature";
import { storeApproval } from "../../approval/store-approval";
import type { ToSign } from "../../approval/to-sign";
import { appendAudit } from "../../audit/append-audit";
import { recordRefusal, whyNotAsk } from "../../day/refusals";
import { countQuestion, countRefusal } from "../../day/sign-requests";
import type { PoolSituation } from "../../day/situation";
import { failureInWords } from "../../failure-in-words";
import { again, type JobResult, needsHuman } from "../../job-result";
import { queueEvent } from "../../outbox/queue-event";
import type { PayoutContext } from "../../payout/payout-context";
import { bindingOf } from "../../pool/signed-state";

type Question = {
  readonly dayIndex: number;
  /** What was requested, and for the pool in the state that it was requested for. */
  readonly toSign: ToSign;
  readonly report: ReportTexts;
  /** Throws LostRace if nobody wants it signed any more. */
  readonly demand: (tx: Transaction) => Promise<unknown>;
};

/**
 * Asks the oracle for exactly what was requested, and stores its signature, also if the request is over by then: it is
 * a fact. A refusal, or a signer that is away, is for people to read: nothing else is held up by it, and it is asked
 * again.
 */
export async function askOracle(
  ctx: PayoutContext,
  { dayIndex, toSign, report, demand }: Question,
  { pool, now }: PoolSituation,
): Promise<JobResult> {
  const { oracle } = ctx;
  const { kind, digest, deadlineMs, texts } = toSign;
  const what = kind === "plan" ? `the plan of day ${dayIndex}` : `the Resume of day ${dayIndex}`;
  if (!oracle) return needsHuman(`no oracle is configured (ORACLE_SIGNER_URL), so ${what} is not signed`);
  const stopped = await whyNotAsk(ctx.db, dayIndex, oracle.name);
  if (stopped) return needsHuman(`the oracle is not asked for ${what}: ${stopped}`);
  const refuse = (problem: string) =>
    recordRefusal(ctx.db, { kind: "signature-wrong", dayIndex, who: oracle.name, problem }, Date.now());
  await withTransaction(ctx.db, async (tx) => {
    await demand(tx);
    await countQuestion(tx, toSign);
  });
  const text = texts.propose;
  const request = { act: "propose", what: kind, text, report, binding: bindingOf(pool, deadlineMs) } as const;
  const answer = await answerOf(oracle, request);
  if ("problem" in answer) {
    const { refused, problem } = answer;
    if (refused) await countRefusal(ctx.db, toSign);
    if (refused?.isDifference)
      await refuse(`The oracle does not sign ${what}, which it finds to be another: ${problem}.`);
    return needsHuman(`the oracle does not sign ${what}: ${problem}`);
  }
  ctx.crashAt("oracle-answered");
  const { signature } = answer;
  const envelope = { kind: "raw", signature } as const;
  const publicKey = pool.settings.oracle;
  const problem = sayBadSignature(publicKey, envelope, text);
  if (problem) {
    await refuse(`The oracle's signature, by the key that the pool knows, ${problem}.`);
    return needsHuman(
      `the oracle's signature, by the key that the pool knows, ${problem}. Check ORACLE_SIGNER_URL and the signer's key`,
    );
  }
  const signed = { dayIndex, planDigest: digest, deadlineMs, role: "oracle" as const, publicKey, text, envelope };
  await withTransaction(ctx.db, async (tx) => {
    if (!(await storeApproval(tx, { ...signed, via: oracle.name }))) return;
    await appendAudit(tx, {
      actor: "signer:oracle",
      action: kind === "plan" ? "day.propose" : "day.propose-resume",
      subject: `day:${dayIndex}`,
      details: { text, signature },
      atMs: now.timeMs,
    });
    await queueEvent(tx, "approval.wanted", { dayIndex, of: kind, deadlineMs });
  });
  return again(`${what} is signed by the oracle`);
}

type Answer = { readonly signature: string } | { readonly problem: string; readonly refused: SignerRefused | null };

async function answerOf(oracle: PlanSigner, request: PlanSignRequest): Promise<Answer> {
  try {
    return { signature: await oracle.signPlan(request) };
  } catch (error) {
    return { problem: failureInWords(error), refused: error instanceof SignerRefused ? error : null };
  }
}
