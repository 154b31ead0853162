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
import { groupDigits } from "@/server/words/format";
import { useTRPC } from "./trpc";

/** Where nothing is told. The stream is the public one, of days and the game: it does not tell of the console's own. */
const EVERY_MS = 3_000;
const TOLD_EVERY_MS = 6_000;

/** Asks while the page is visible, also without a network: then the question fails. */
function usePulse(everyMs: number | false) {
  const options = { refetchInterval: everyMs, networkMode: "always", retry: 1 } as const;
  return useQuery(useTRPC().overview.pulse.queryOptions(undefined, options));
}

type ChainTipProps = { version: string; height: number | null; timeMs: number | null };

/**
 * The newest block that we have read. Refreshes the page when a day, a signature or a payment has moved. Typed text
 * stays.
 */
export function ChainTip({ version, height, timeMs }: ChainTipProps) {
  const router = useRouter();
  const shown = useRef(version);
  const [isTold, setIsTold] = useState(false);
  const { data, refetch } = usePulse(isTold ? TOLD_EVERY_MS : EVERY_MS);
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
    shown.current = version;
  }, [version]);
  useEffect(() => {
    if (!data || data.version === shown.current) return;
    shown.current = data.version;
    router.refresh();
  }, [data, router]);
  const tip = { height: data?.heightNow ?? height, timeMs: data?.timeMs ?? timeMs };
  if (tip.height === null || tip.timeMs === null) return <span>{texts.chainTip.noBlock}</span>;
  return (
    <span className="figures whitespace-nowrap">
      {texts.chainTip.block(groupDigits(tip.height))}, <Time ms={tip.timeMs} show="exact" precision="second" />
    </span>
  );
}

/** Under the top bar, over the whole width, while the console does not follow what happens. */
export function ConsoleOffline() {
  const { isError, error, dataUpdatedAt } = usePulse(false);
  const [loadedMs] = useState(() => Date.now());
  if (!isError) return null;
  const isSignedOut = error instanceof TRPCClientError && error.data?.code === "UNAUTHORIZED";
  return (
    <OfflineNotice answeredMs={dataUpdatedAt || loadedMs} title={isSignedOut ? liveTexts.signedOut : undefined}>
      {isSignedOut ? (
        <Link href="/admin/sign-in" className="underline underline-offset-4">
          {liveTexts.signIn}
        </Link>
      ) : null}
    </OfflineNotice>
  );
}
