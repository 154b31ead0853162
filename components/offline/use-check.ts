import { useEffect, useState } from "react";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { type CheckedPlan, checkPlan } from "@/server/domain/signing-request/check-plan";
import { reportIn } from "@/server/domain/signing-request/chosen-files";
import type { ChosenThings } from "./use-chosen";

export type Check =
  | { readonly kind: "nothing" | "running" | "missing" }
  | { readonly kind: "refused"; readonly problems: readonly string[] }
  /** `plan` is null for what its text says whole. */
  | { readonly kind: "well"; readonly plan: CheckedPlan | null };

/** Checks the request again whenever it, the report's files or the key change. An answer about others is dropped. */
export function useCheck({ request, texts, key }: ChosenThings): Check {
  const [check, setCheck] = useState<Check>({ kind: "nothing" });
  const publicKey = key?.publicKey ?? null;
  useEffect(() => {
    let current = true;
    const tell = (found: Check) => {
      if (current) setCheck(found);
    };
    const run = async (): Promise<Check> => {
      if (request === null) return { kind: "nothing" };
      if (request.kind !== "plan") return { kind: "well", plan: null };
      const report = await reportIn(texts, request.reportHash);
      if (report === null) return { kind: "missing" };
      tell({ kind: "running" });
      const checked = await checkPlan(request, report, publicKey === null ? null : keyHashOf(publicKey));
      return checked.ok ? { kind: "well", plan: checked.plan } : { kind: "refused", problems: checked.problems };
    };
    tell({ kind: request === null ? "nothing" : "running" });
    run().then(tell, (error: unknown) => {
      tell({ kind: "refused", problems: [error instanceof Error ? error.message : String(error)] });
    });
    return () => {
      current = false;
    };
  }, [request, texts, publicKey]);
  return check;
}
