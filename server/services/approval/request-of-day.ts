import { maySign } from "@/server/domain/day/may-sign";
import { writeSigningRequest } from "@/server/domain/signing-request/request";
import type { Hex } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { loadLivePool, whyNoPool } from "../pool/load-pool";
import { bindingOf } from "../pool/signed-state";
import { findReportFacts } from "../reports/find-report";
import { refuseToSign } from "./internal/refuse-to-sign";
import { loadToSign } from "./to-sign";

/** A request to sign, as a file; and the names of the report's texts, which are checked with it. */
export type RequestOfDay = { readonly request: string; readonly partHashes: readonly Hex[] };

/**
 * What a person takes to their key on another machine to approve a day, or to resume it. Throws ServiceError as
 * `signDay` does.
 */
export async function requestOfDay(
  { db }: Pick<Context, "db">,
  { dayIndex, userId }: { readonly dayIndex: number; readonly userId: string },
): Promise<RequestOfDay> {
  const pool = await loadLivePool(db);
  const now = await chainNow(db);
  if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(db));
  const day = await loadDay(db, dayIndex);
  const { kind, deadlineMs, texts } = await loadToSign(db, day, pool);
  const asked = { state: day.state, deadlineMs, settings: pool.settings, nowMs: now.timeMs };
  const may = maySign(await loadPerson(db, userId), asked, []);
  if (!may.ok) throw refuseToSign(may.refusal);
  const facts = await findReportFacts(db, day.reportHash ?? "");
  if (!facts) throw new ServiceError("unavailable", `the report of day ${dayIndex} is missing`);
  const request = writeSigningRequest({
    kind: "plan",
    what: kind,
    text: texts.approve,
    reportHash: facts.hash,
    binding: bindingOf(pool, deadlineMs),
    maxFeeLovelace: pool.datum.maxFeeLovelace,
    keys: [may.publicKey],
  });
  return { request, partHashes: facts.partHashes };
}
