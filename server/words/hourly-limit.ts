import type { HourlyAllowance } from "../domain/plan/limits";
import { formatAda } from "./format";

export function sayHeldBack(allowance: Extract<HourlyAllowance, { allowed: false }>): string {
  const { usedLovelace, batchLovelace, limitLovelace, allowedFromMs } = allowance;
  const [batch, limit] = [formatAda(batchLovelace), formatAda(limitLovelace)];
  return allowedFromMs === null
    ? `This batch pays ${batch}, more than the ${limit} allowed in any hour: raise the limit or make smaller batches.`
    : `${formatAda(usedLovelace)} were sent in the last hour; with this batch's ${batch} the limit of ${limit} would be passed.`;
}
