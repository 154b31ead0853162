import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import { sayReference } from "@/server/words/pool-fault";
import { ServiceError } from "../errors";
import { type References, referenceFaults } from "./look-at-reference";

/** Both outputs. Throws ServiceError `unavailable` that says what is wrong with one, and what to do. */
export function usableReferences({ pool, governor }: References): ReferenceScripts {
  if (pool.output && governor.output) return { pool: pool.output, governor: governor.output };
  const gone = referenceFaults({ pool, governor }).filter(({ state }) => state !== "loose");
  throw new ServiceError("unavailable", gone.map(sayReference).join(" "));
}
