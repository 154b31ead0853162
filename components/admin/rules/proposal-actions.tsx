"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { rulesTexts } from "@/components/messages/rules";
import { Button } from "@/components/ui/button";
import type { DocumentKind } from "@/server/domain/rules/document";
import { DraftEffect } from "./draft-effect";

const texts = rulesTexts.open;

type ProposalActionsProps = {
  draft: { kind: DocumentKind; document: unknown; fromDay: number | null };
  /** What was shown: the server confirms this and nothing else. */
  hash: string;
  whyNot: { propose: string | null; confirm: string | null };
};

export function ProposalActions({ draft, hash, whyNot }: ProposalActionsProps) {
  const router = useRouter();
  const { proposals } = useTRPC();
  const after = { onSettled: () => router.refresh() };
  const check = useMutation(proposals.check.mutationOptions());
  const confirm = useMutation(proposals.confirm.mutationOptions(after));
  const withdraw = useMutation(proposals.withdraw.mutationOptions(after));
  const named = { kind: draft.kind, hash };
  const failed = [check, confirm, withdraw].find((mutation) => mutation.isError);
  return (
    <div className="mt-4 flex flex-col gap-4 border-line border-t pt-4">
      {check.data ? <DraftEffect kind={draft.kind} checked={check.data} only="effect" /> : null}
      {failed ? (
        <p role="alert" className="text-small text-stopped">
          {wordsOf(failed.error)}
        </p>
      ) : null}
      <div className="flex flex-wrap items-start gap-3">
        <Button
          variant="primary"
          loading={confirm.isPending}
          disabledReason={whyNot.confirm}
          onClick={() => confirm.mutate(named)}
        >
          {texts.confirm}
        </Button>
        {whyNot.propose === null ? (
          <>
            <Button loading={check.isPending} onClick={() => check.mutate(draft)}>
              {texts.showEffect}
            </Button>
            <Button variant="ghost" loading={withdraw.isPending} onClick={() => withdraw.mutate(named)}>
              {texts.withdraw}
            </Button>
          </>
        ) : null}
      </div>
    </div>
  );
}
