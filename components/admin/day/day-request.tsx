"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import type { TakenAlong } from "@/components/admin/signing/sign-elsewhere";
import { useTRPC } from "@/components/admin/trpc";
import { airGappedTexts as texts } from "@/components/messages/air-gapped";
import { saveFile } from "@/components/signing/save-file";
import { Button } from "@/components/ui/button";

/** What a machine without a network needs to approve a day. */
export function useDayRequest(dayIndex: number): TakenAlong {
  const asking = useMutation(useTRPC().approval.request.mutationOptions());
  const ask = () => asking.mutateAsync({ dayIndex });
  return {
    fileName: `request-day-${dayIndex}`,
    request: async () => (await ask()).request,
    more: <SaveReport dayIndex={dayIndex} partHashes={async () => (await ask()).partHashes} />,
  };
}

type SaveReportProps = { dayIndex: number; partHashes: () => Promise<readonly string[]> };

/** The whole report in one file, a text on each line: its manifest, then its parts, as they are published. */
function SaveReport({ dayIndex, partHashes }: SaveReportProps) {
  const [said, setSaid] = useState<string | null>(null);
  const saving = useMutation({
    mutationFn: async () => {
      const files = `/api/v1/days/${dayIndex}`;
      const hashes = await partHashes();
      const lines: BlobPart[] = [await read(`${files}/report.json`)];
      for (const [index, hash] of hashes.entries()) {
        setSaid(texts.reading(index + 1, hashes.length));
        lines.push("\n", await read(`${files}/report/${hash}`));
      }
      // In pieces: a report of a million lines is longer than a text may be.
      saveFile(`report-day-${dayIndex}.ndjson`, new Blob(lines, { type: "application/x-ndjson" }));
    },
    onSettled: () => setSaid(null),
  });
  return (
    <>
      <Button size="small" loading={saving.isPending} onClick={() => saving.mutate()}>
        <Download aria-hidden />
        {texts.report}
      </Button>
      <span role="status" className="self-center text-muted text-small">
        {saving.isError ? texts.noReport : said}
      </span>
    </>
  );
}

async function read(address: string): Promise<Blob> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.blob();
}
