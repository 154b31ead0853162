"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { poolTexts } from "@/components/messages/pool";
import { Button, ButtonLink } from "@/components/ui/button";

const texts = poolTexts.actions;

type ActActionsProps = {
  id: number;
  /** Names of what it voids: the server sends it only if the person was shown all of it. */
  voids: readonly string[];
  /** Why it cannot be sent; null if it can. */
  notSent: string | null;
  mayAct: boolean;
  isSending: boolean;
  isWithdrawn: boolean;
  /** Some of its signatures are out, so that only the chain can void it. */
  isSigned: boolean;
  /** A Cancel cannot be cancelled by another. */
  isCancel: boolean;
  needsNewOperator: boolean;
};

/** Has an act sent, takes it back, or leads to the Cancel that voids it. */
export function ActActions(props: ActActionsProps) {
  const { id, voids, notSent, mayAct, isSending, isWithdrawn, isSigned, isCancel, needsNewOperator } = props;
  const router = useRouter();
  const { acts } = useTRPC();
  const after = { onSettled: () => router.refresh() };
  const send = useMutation(acts.send.mutationOptions(after));
  const withdraw = useMutation(acts.withdraw.mutationOptions(after));
  const [hasSeen, setHasSeen] = useState(false);
  const failed = [send, withdraw].find((mutation) => mutation.isError);
  const unseen = voids.length > 0 && !hasSeen ? texts.unseen : null;
  const canSend = !isWithdrawn && !isSending;
  return (
    <div className="flex flex-col gap-4">
      {failed ? (
        <p role="alert" className="text-small text-stopped">
          {wordsOf(failed.error)}
        </p>
      ) : null}
      {canSend && mayAct && notSent === null ? (
        <>
          {voids.length > 0 ? (
            <label className="flex items-start gap-2.5">
              <input
                type="checkbox"
                checked={hasSeen}
                onChange={(event) => setHasSeen(event.target.checked)}
                className="mt-1 size-4 accent-accent"
              />
              <span>{texts.seen}</span>
            </label>
          ) : null}
          <p className="text-muted text-small">{needsNewOperator ? texts.newOperator : texts.sendNote}</p>
        </>
      ) : null}
      {canSend ? (
        <span>
          <Button
            variant="primary"
            loading={send.isPending}
            disabledReason={notSent ?? unseen}
            onClick={() => send.mutate({ id, seen: [...voids] })}
          >
            {texts.send}
          </Button>
        </span>
      ) : null}
      {mayAct ? (
        <div className="flex flex-col gap-3">
          {isWithdrawn ? null : (
            <Deed note={isSending ? `${texts.withdrawNote} ${texts.withdrawSent}` : texts.withdrawNote}>
              <Button size="small" loading={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
                {texts.withdraw}
              </Button>
            </Deed>
          )}
          {isSigned && !isCancel ? (
            <Deed note={texts.cancelNote}>
              <ButtonLink href="/admin/pool?act=cancel#propose" size="small">
                {texts.cancel}
              </ButtonLink>
            </Deed>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** A quiet button, and what it does. */
function Deed({ note, children }: { note: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      {children}
      <p className="max-w-prose text-muted text-small">{note}</p>
    </div>
  );
}
