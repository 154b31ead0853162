import type { Database } from "@/db/client";
import { auditEvent } from "@/db/schema";

/**
 * A database that calls `end` as soon as it has committed a step of a day or of a payment: each writes an audit row in
 * its own transaction, so nothing of the step is done that is not stored.
 */
export async function endAfterNextStep(whole: Database, end: () => void): Promise<Database> {
  const before = await whole.$count(auditEvent);
  const transaction: Database["transaction"] = async (work, config) => {
    const result = await whole.transaction(work, config);
    if ((await whole.$count(auditEvent)) > before) end();
    return result;
  };
  const get = (target: Database, name: string | symbol) =>
    name === "transaction" ? transaction : Reflect.get(target, name);
  return new Proxy(whole, { get });
}

/** The same, whose process is killed (SIGKILL) then. */
export function killAfterNextStep(whole: Database): Promise<Database> {
  return endAfterNextStep(whole, () => process.kill(process.pid, "SIGKILL"));
}
