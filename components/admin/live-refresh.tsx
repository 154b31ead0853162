"use client";

import { useQuery } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { OfflineNotice } from "@/components/live/offline-notice";
import { followStream } from "@/components/live/stream";
import { consoleTexts as texts } from "@/components/messages/console";
import { liveTexts } from "@/components/messages/live";
import { Time } from "@/components/ui/time";
import type { Pulse } from "@/server/services/overview/read-pulse";
import { groupDigits } from "@/server/words/format";
import { useTRPC } from "./trpc";

/** Where nothing is told. The stream is the public one, of days and the game: it does not tell of the console's own. */
const EVERY_MS = 3_000;
const TOLD_EVERY_MS = 6_000;

/**
 * Asks while the page is visible, also without a network: then the question fails. The page's own pulse is the first
 * answer, so an error is never of a question without an answer, whose error is forgotten each time that it is asked.
 */
function usePulse(first: Pulse, everyMs: number | false) {
  const options = { initialData: first, refetchInterval: everyMs, networkMode: "always", retry: 1 } as const;
  return useQuery(useTRPC().overview.pulse.queryOptions(undefined, options));
}

type PulseProps = { pulse: Pulse };

/**
 * The newest block that we have read. Refreshes the page when a day, a signature or a payment has moved. Typed text
 * stays.
 */
export function ChainTip({ pulse }: PulseProps) {
  const router = useRouter();
  const shown = useRef(pulse.version);
  const [isTold, setIsTold] = useState(false);
  const { data, refetch } = usePulse(pulse, isTold ? TOLD_EVERY_MS : EVERY_MS);
  useEffect(
    () =>
      followStream({
        onPulse: () => {
          setIsTold(true);
          // A question that is being asked goes on: told again and again, it would never come to its second failure.
          void refetch({ cancelRefetch: false });
        },
        onLost: () => setIsTold(false),
      }),
    [refetch],
  );
  useEffect(() => {
    shown.current = pulse.version;
  }, [pulse.version]);
  useEffect(() => {
    if (data.version === shown.current) return;
    shown.current = data.version;
    router.refresh();
  }, [data, router]);
  const { heightNow, timeMs } = data;
  if (heightNow === null || timeMs === null) return <span>{texts.chainTip.noBlock}</span>;
  return (
    <span className="figures whitespace-nowrap">
      {texts.chainTip.block(groupDigits(heightNow))}, <Time ms={timeMs} show="exact" precision="second" />
    </span>
  );
}

/** Under the top bar, over the whole width, while the console does not follow what happens. */
export function ConsoleOffline({ pulse }: PulseProps) {
  const { isError, error, dataUpdatedAt } = usePulse(pulse, false);
  if (!isError) return null;
  const isSignedOut = error instanceof TRPCClientError && error.data?.code === "UNAUTHORIZED";
  return (
    <OfflineNotice answeredMs={dataUpdatedAt} title={isSignedOut ? liveTexts.signedOut : undefined}>
      {isSignedOut ? (
        <Link href="/admin/sign-in" className="underline underline-offset-4">
          {liveTexts.signIn}
        </Link>
      ) : null}
    </OfflineNotice>
  );
}
