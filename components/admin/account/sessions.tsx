"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toaster";
import type { SessionRow } from "@/server/services/people/sessions";

const texts = accountTexts.sessions;

/** The person's active sessions, and the ways to end them. */
export function Sessions({ sessions }: { sessions: readonly SessionRow[] }) {
  const router = useRouter();
  const trpc = useTRPC();
  const onError = (error: unknown) => toast.error(texts.failed, { description: wordsOf(error) });
  const leave = () => window.location.assign("/admin/sign-in");
  const revoke = useMutation(
    trpc.account.revokeSession.mutationOptions({ onSuccess: () => router.refresh(), onError }),
  );
  const others = useMutation(
    trpc.account.revokeOtherSessions.mutationOptions({ onSuccess: () => router.refresh(), onError }),
  );
  const everywhere = useMutation(trpc.account.signOutEverywhere.mutationOptions({ onSuccess: leave, onError }));
  return (
    <Card
      title={texts.title}
      note={texts.note}
      actions={
        <>
          <Button size="small" onClick={() => others.mutate()} loading={others.isPending}>
            {texts.endOthers}
          </Button>
          <Button size="small" variant="danger" onClick={() => everywhere.mutate()} loading={everywhere.isPending}>
            {texts.endAll}
          </Button>
        </>
      }
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li
            key={session.sessionId}
            className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0"
          >
            <div className="min-w-0">
              <p className="font-medium">
                {describeAgent(session.userAgent)}
                {session.current ? <span className="font-normal text-well"> {texts.current}</span> : null}
              </p>
              <p className="text-muted text-small">
                {texts.signedIn} <Time ms={session.startedMs} />
                {session.level === 2 ? "" : `, ${texts.pending}`}
              </p>
            </div>
            {session.current ? null : (
              <Button size="small" onClick={() => revoke.mutate({ sessionId: session.sessionId })}>
                {texts.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Enough to recognise one's own browser. */
function describeAgent(agent: string | null): string {
  if (!agent) return texts.unknownBrowser;
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/.exec(agent);
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent);
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  const name = browser ? `${names[browser[1] ?? ""] ?? browser[1]} ${browser[2]}` : agent.slice(0, 40);
  return system ? texts.browserOn(name, system[1] ?? "") : name;
}
