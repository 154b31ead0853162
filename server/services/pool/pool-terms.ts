import { governorHash } from "@/server/chain/pool/script";
import { type PoolTerms, poolTermsOf } from "@/server/domain/rewards/pool-terms";
import type { LivePool } from "./load-pool";

/** Whom the pool never pays and how much a day may pay, as our own scan sees the pool. */
export function termsOfPool({ row, datum, settings }: LivePool): PoolTerms {
  return poolTermsOf([row.policyId, governorHash()], datum, settings);
}
