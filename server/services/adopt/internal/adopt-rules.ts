import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { rulesVersion } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { hashRules, type Rules, rulesToJson } from "@/server/domain/rules/rules";
import type { Actor } from "../../audit/append-audit";
import { putRulesInForce } from "../../pool/put-in-force";
import { lockRules } from "../../settings-in-force";
import type { NamedReport } from "../report-place";
import { wrong } from "./walk-reports";

type Asked = { readonly named: NamedReport; readonly rules: Rules; readonly actor: Actor };

/**
 * The version of a report's rules; from its day on they are in force, if they are not known yet. Throws ServiceError if
 * this database has others under the same version, or the same from a later day on.
 */
export async function adoptRules(db: Database, { named, rules, actor }: Asked): Promise<number> {
  const { version } = rules;
  return withTransaction(db, async (tx) => {
    await lockRules(tx);
    const [known] = await tx.select().from(rulesVersion).where(eq(rulesVersion.version, version));
    if (!known)
      return putRulesInForce(tx, { document: JSON.parse(rulesToJson(rules)), fromDay: named.dayIndex }, actor);
    // Others would be in force on the days between, which are read next.
    if (known.hash === hashRules(rules) && known.fromDay > named.dayIndex) {
      const since = `are in force from day ${known.fromDay} on in this database`;
      throw wrong(named, `its rules of version ${version} ${since}: adopt into an empty database`);
    }
    if (known.hash === hashRules(rules)) return version;
    throw wrong(named, `its rules of version ${version} are others than this database's: adopt into an empty database`);
  });
}
