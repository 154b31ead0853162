"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { consoleTexts as texts } from "@/components/messages/console";
import { Time } from "@/components/ui/time";
import { groupDigits } from "@/server/words/format";
import { useTRPC } from "./trpc";

const EVERY_MS = 3_000;

type ChainTipProps = { version: string; height: number | null; timeMs: number | null };

/**
 * The newest block that we have read. Asks every few seconds while the page is visible, and refreshes it when a day, a
 * signature or a payment has moved. Typed text stays.
 */
export function ChainTip({ version, height, timeMs }: ChainTipProps) {
  const router = useRouter();
  const shown = useRef(version);
  const { data, isError } = useQuery(useTRPC().overview.pulse.queryOptions(undefined, { refetchInterval: EVERY_MS }));
  useEffect(() => {
    shown.current = version;
  }, [version]);
  useEffect(() => {
    if (!data || data.version === shown.current) return;
    shown.current = data.version;
    router.refresh();
  }, [data, router]);
  const tip = { height: data?.heightNow ?? height, timeMs: data?.timeMs ?? timeMs };
  if (isError) return <span className="text-waiting">{texts.chainTip.offline}</span>;
  if (tip.height === null || tip.timeMs === null) return <span>{texts.chainTip.noBlock}</span>;
  return (
    <span className="figures whitespace-nowrap">
      {texts.chainTip.block(groupDigits(tip.height))}, <Time ms={tip.timeMs} show="exact" precision="second" />
    </span>
  );
}
