import { useEffect, useState } from "react";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { type CheckedPlan, checkPlan } from "@/server/domain/signing-request/check-plan";
import { reportIn } from "@/server/domain/signing-request/chosen-files";
import type { Hex } from "@/server/domain/units";
import type { ChosenThings } from "./use-chosen";

export type Check =
  | { readonly kind: "nothing" | "running" | "missing" }
  | { readonly kind: "refused"; readonly problems: readonly string[] }
  /** `plan` is null for what its text says whole. */
  | { readonly kind: "well"; readonly plan: CheckedPlan | null };

type Asked = Pick<ChosenThings, "request" | "texts"> & { readonly publicKey: Hex | null };

/**
 * Checks the request again whenever it, the report's files or the key change. An answer about others is dropped, and
 * counts for nothing from the first moment in which something else is chosen.
 */
export function useCheck({ request, texts, key }: ChosenThings): Check {
  const [found, setFound] = useState<{ readonly of: Asked; readonly check: Check } | null>(null);
  const publicKey = key?.publicKey ?? null;
  useEffect(() => {
    let current = true;
    const tell = (check: Check) => {
      if (current) setFound({ of: { request, texts, publicKey }, check });
    };
    const run = async (): Promise<Check> => {
      if (request === null) return { kind: "nothing" };
      if (request.kind !== "plan") return { kind: "well", plan: null };
      const report = await reportIn(texts, request.reportHash);
      if (report === null) return { kind: "missing" };
      const checked = await checkPlan(request, report, publicKey === null ? null : keyHashOf(publicKey));
      return checked.ok ? { kind: "well", plan: checked.plan } : { kind: "refused", problems: checked.problems };
    };
    run().then(tell, (error: unknown) => {
      tell({ kind: "refused", problems: [error instanceof Error ? error.message : String(error)] });
    });
    return () => {
      current = false;
    };
  }, [request, texts, publicKey]);
  if (request === null) return { kind: "nothing" };
  const isOfThese = found?.of.request === request && found.of.texts === texts && found.of.publicKey === publicKey;
  return isOfThese ? found.check : { kind: "running" };
}
