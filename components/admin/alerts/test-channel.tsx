"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { alertTexts as texts } from "@/components/messages/alerts";
import { StatusText } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { sentence } from "@/server/words/sentence";

/** Sends a test message, and says what became of it. */
export function TestChannel({ channel }: { channel: string }) {
  const test = useMutation(useTRPC().alerts.test.mutationOptions());
  const { data, error } = test;
  const problem = error ? wordsOf(error) : data && !data.ok ? data.problem : (data?.ok && data.remark) || null;
  return (
    <div className="flex min-w-36 flex-col items-start gap-1.5">
      <Button
        size="small"
        aria-label={texts.testName(channel)}
        onClick={() => test.mutate({ channel })}
        loading={test.isPending}
      >
        {texts.test}
      </Button>
      <div role="status" className="max-w-64">
        {data || error ? (
          <StatusText tone={data?.ok ? "well" : "stopped"}>{data?.ok ? texts.sent : texts.notSent}</StatusText>
        ) : null}
        {problem === null ? null : <span className="block break-words text-muted">{sentence(problem)}</span>}
      </div>
    </div>
  );
}
