import { BellOff } from "lucide-react";
import type { Metadata } from "next";
import { ChannelTable } from "@/components/admin/alerts/channel-table";
import { RefreshEvery } from "@/components/admin/overview/refresh-every";
import { alertTexts as texts } from "@/components/messages/alerts";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { loadChannels } from "@/server/channels/load-channels";
import { getContext } from "@/server/context";
import type { Channels } from "@/server/domain/monitoring/channel";
import { can } from "@/server/domain/people/roles";
import { env } from "@/server/env";
import { FileError } from "@/server/files/read-text";
import { readChannels } from "@/server/services/alerts/read-channels";

export const metadata: Metadata = { title: texts.title };

const REFRESH_SECONDS = 30;
const MINUTE_MS = 60_000;

export default async function AlertsPage() {
  const session = await requireSession();
  // Read anew, so that a changed file is checked and tried here before the processes are started again.
  const channels = await loadChannels(env().CHANNELS_FILE).catch(wordsOfFile);
  const { db } = await getContext();
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      {typeof channels === "string" ? (
        <Callout tone="stopped" title={texts.wrongFile}>
          <p className="whitespace-pre-line break-words">{channels}</p>
          <p>{texts.wrongFileNote}</p>
        </Callout>
      ) : channels.all.length === 0 ? (
        <EmptyState icon={BellOff} title={texts.none}>
          {texts.noneNote}
        </EmptyState>
      ) : (
        <>
          <ChannelTable
            channels={await readChannels(db, channels, Date.now())}
            mayTest={can(session.role, "alert.test")}
          />
          <Terms channels={channels} />
        </>
      )}
      <RefreshEvery seconds={REFRESH_SECONDS} />
    </>
  );
}

function wordsOfFile(error: unknown): string {
  if (error instanceof FileError) return error.message;
  throw error;
}

function Terms({ channels: { heartbeat, reminderMs } }: { channels: Channels }) {
  return (
    <div className="flex max-w-prose flex-col gap-2 text-muted">
      <p>{heartbeat === null ? texts.noHeartbeat : texts.heartbeat(heartbeat.everyMs / 1_000)}</p>
      <p>{reminderMs === null ? texts.noReminder : texts.reminder(reminderMs / MINUTE_MS)}</p>
    </div>
  );
}
