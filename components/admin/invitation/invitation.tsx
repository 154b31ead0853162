"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { invitationTexts as texts } from "@/components/messages/invitation";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { InvitationForm } from "./invitation-form";
import { RecoveryCodes } from "./recovery-codes";

/** The token stands behind the # of the address, which no server sees and no other site gets. Null until it is read. */
function useToken(): string | null {
  return useSyncExternalStore<string | null>(
    (changed) => {
      window.addEventListener("hashchange", changed);
      return () => window.removeEventListener("hashchange", changed);
    },
    () => window.location.hash.slice(1),
    () => null,
  );
}

/** Sets up what the link of this address is for, in one sitting. */
export function Invitation() {
  const token = useToken();
  const trpc = useTRPC();
  const { mutate: open, ...opened } = useMutation(trpc.invitation.open.mutationOptions());
  const accepted = useMutation(
    trpc.invitation.accept.mutationOptions({
      // The link is used up: it need not stay in this browser's history.
      onSuccess: () => window.history.replaceState(null, "", window.location.pathname),
    }),
  );
  useEffect(() => {
    if (token) open({ token });
  }, [token, open]);
  if (accepted.isSuccess) return <Done codes={accepted.data.recoveryCodes} />;
  if (token === "") return <Broken>{texts.incomplete}</Broken>;
  if (opened.isError) return <Broken>{wordsOf(opened.error)}</Broken>;
  if (token === null || !opened.isSuccess) {
    return (
      <p role="status" className="text-muted">
        {texts.wait}
      </p>
    );
  }
  return (
    <InvitationForm link={opened.data} call={accepted} onAccept={(fields) => accepted.mutate({ token, ...fields })} />
  );
}

function Broken({ children }: { children: string }) {
  return (
    <>
      <h1 className="sr-only">{texts.title}</h1>
      <Callout tone="stopped" title={texts.broken} announce>
        {children}
      </Callout>
    </>
  );
}

function Done({ codes }: { codes: readonly string[] | null }) {
  return (
    <>
      <div role="status">
        <h1 className="font-semibold text-display">{texts.done}</h1>
        <p className="mt-1 text-muted">{texts.doneNote}</p>
      </div>
      {codes ? <RecoveryCodes codes={codes} /> : null}
      <ButtonLink href="/admin/sign-in" variant="primary" size="large">
        {codes ? texts.recovery.kept : texts.signIn}
      </ButtonLink>
    </>
  );
}
